import type { LiveConfig } from '../../config.js';
import { buildConnector } from './connectorRegistry.js';
import { type Live, type LivePorts, openLive } from './openLive.js';
import { createSecretReader } from './secretReader.js';
import { systemIo } from './systemIo.js';

/** Builds the connectors of a configuration, with the machine's own clock and this process's secrets. */
export async function openConfiguredLive(config: LiveConfig, report: LivePorts['report']): Promise<Live> {
  const context = { io: systemIo, secret: createSecretReader(process.env), report };
  const connectors = config.connectors.map((connector) => buildConnector(connector, context));
  return openLive(config, { connectors, io: systemIo, report });
}
