import type { LiveConfig } from '../../config.js';
import { chainTail } from '../../domain/chain/chainTail.js';
import { ownedTokenIds } from '../../domain/chain/ownedTokenIds.js';
import type { ChainRows } from '../../domain/chain/chainRows.js';
import type { BlockName } from '../../domain/chain/chainFrame.js';
import { REORG_DEPTH_MAX } from '../evm/limits.js';
import { buildConnector } from './connectorRegistry.js';
import { givenFeeds } from './givenFeeds.js';
import { recordedTails } from './journal/recordedTails.js';
import { type Live, type LivePorts, openLive } from './openLive.js';
import { createSecretReader } from './secretReader.js';
import { systemIo } from './systemIo.js';

/**
 * Builds the connectors of a configuration, with the machine's own clock and this process's secrets. `chainRows` are the
 * chains as they are folded, from which connectors of chains go on; undefined until somebody has. Left out, nobody folds them, and
 * connectors go on after the last block that the journal has.
 */
export async function openConfiguredLive(
  config: LiveConfig,
  report: LivePorts['report'],
  chainRows?: () => ChainRows | undefined,
): Promise<Live> {
  const recorded = new Map<string, readonly BlockName[]>();
  const resume = (chain: string) => {
    if (chainRows === undefined) return takenOut(recorded, chain);
    const rows = chainRows();
    return rows === undefined ? undefined : chainTail(rows, chain, REORG_DEPTH_MAX + 1).tail;
  };
  const tokenIds = (chain: string) => {
    const rows = chainRows?.();
    return rows === undefined ? [] : ownedTokenIds(rows, chain);
  };
  const context = { io: systemIo, secret: createSecretReader(process.env), report, resume, tokenIds };
  const connectors = config.connectors.map((connector) => buildConnector(connector, context));
  const given = config.feeds.length === 0 ? [] : [givenFeeds(config.feeds, systemIo)];
  const onJournal = async (folder: string): Promise<void> => {
    if (chainRows !== undefined) return;
    const chains = config.connectors.flatMap((connector) => (connector.kind === 'evm' ? [connector.chain] : []));
    for (const [chain, tail] of await recordedTails(folder, chains)) recorded.set(chain, tail);
  };
  return openLive(config, { connectors: [...connectors, ...given], io: systemIo, report, chainRows, onJournal });
}

/** For the first run of a connector alone: a later one of this process goes on from what the one before it delivered. */
function takenOut<Value>(held: Map<string, Value>, key: string): Value | undefined {
  const value = held.get(key);
  held.delete(key);
  return value;
}
