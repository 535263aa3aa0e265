import type { Observed } from '../decoded.js';
import { rowReader } from '../chain/applyChanges.js';
import type { ChainChange } from '../chain/chainChange.js';
import { chainRowOf, watchOf } from '../chain/chainRows.js';
import { isOwnKey } from '../chain/heldPositionKey.js';
import type { ProtocolRow } from '../chain/protocols/protocolFold.js';
import { protocolFolds } from '../chain/protocols/protocolFolds.js';
import { newestVersion } from '../chain/rowVersions.js';
import { sameData } from '../chain/sameData.js';
import { watchIndexOf } from '../chain/watchIndex.js';
import type { StepLedger } from '../stepLedger.js';

/**
 * Says the state of reserves, pools, feeds and lending accounts that a step's blocks changed, as other services fold it: also
 * what came out different because blocks were undone, so that nobody else has to know of reorganisations.
 */
export function sayObservations(ledger: StepLedger, { feed: { chain }, touched }: ChainChange): void {
  for (const key of [...touched].filter((name) => !isOwnKey(name)).sort()) {
    for (const { topic, key: subject, event } of observationsOf(ledger, chain, key)) ledger.say(topic, subject, event);
  }
}

function observationsOf(ledger: StepLedger, chain: string, key: string): readonly Observed[] {
  const before = newestVersion(ledger.before.chain, chain, key)?.value as ProtocolRow | undefined;
  const version = newestVersion(ledger.now.chain, chain, key);
  const row = version?.value as ProtocolRow | undefined;
  if (sameData(before, row)) return [];
  const watch = watchIndexOf(chain, watchOf(ledger.now.chain, chain));
  const rows = rowReader(ledger.now.chain, chain);
  if (version !== undefined && row !== undefined) {
    return protocolFolds[row.protocol]?.observations(key, row, rows, version.place, watch) ?? [];
  }
  const { head } = chainRowOf(ledger.now.chain, chain);
  if (before === undefined || head === undefined) return [];
  const place = { ...head, chain, cause: `reorganisation/${head.blockHash}` };
  return protocolFolds[before.protocol]?.ended?.(key, before, rows, place, watch) ?? [];
}
