import type { LiveConfig } from '../../config.js';
import { chainTail } from '../../domain/chain/chainTail.js';
import type { ChainRows } from '../../domain/chain/chainRows.js';
import { REORG_DEPTH_MAX } from '../evm/limits.js';
import { buildConnector } from './connectorRegistry.js';
import { givenFeeds } from './givenFeeds.js';
import { type Live, type LivePorts, openLive } from './openLive.js';
import { createSecretReader } from './secretReader.js';
import { systemIo } from './systemIo.js';

/**
 * Builds the connectors of a configuration, with the machine's own clock and this process's secrets. `chainRows` are the
 * chains as they are folded, from which connectors of chains go on; undefined, or left out, where nobody folds them.
 */
export async function openConfiguredLive(
  config: LiveConfig,
  report: LivePorts['report'],
  chainRows: () => ChainRows | undefined = () => undefined,
): Promise<Live> {
  const resume = (chain: string) => {
    const rows = chainRows();
    return rows === undefined ? undefined : chainTail(rows, chain, REORG_DEPTH_MAX + 1).tail;
  };
  const context = { io: systemIo, secret: createSecretReader(process.env), report, resume };
  const connectors = config.connectors.map((connector) => buildConnector(connector, context));
  const given = config.feeds.length === 0 ? [] : [givenFeeds(config.feeds, systemIo)];
  return openLive(config, { connectors: [...connectors, ...given], io: systemIo, report, chainRows });
}
