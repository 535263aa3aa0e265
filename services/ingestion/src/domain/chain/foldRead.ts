import { applyChanges, rowReader } from './applyChanges.js';
import { type AdoptedBlock, type ChainRows, type StoredRead, watchOf } from './chainRows.js';
import { placeIn } from './foldLog.js';
import { openedKey } from './heldPositionKey.js';
import type { StateFact } from './chainFact.js';
import type { WatchIndex } from './protocols/protocolFold.js';
import type { ProtocolFolds } from './protocols/protocolFolds.js';
import { newestVersion, withVersion } from './rowVersions.js';
import { watchIndexOf } from './watchIndex.js';

/**
 * Folds what a call answered at the end of a block: the state of pools, reserves and feeds, and where the facts of an
 * account begin with it the position itself. Any other position stays as the facts have it.
 */
export function foldRead(
  rows: ChainRows,
  folds: ProtocolFolds,
  chain: string,
  block: AdoptedBlock,
  read: StoredRead,
): void {
  const watch = watchIndexOf(chain, watchOf(rows, chain));
  const contract = watch.contractNamed(read.contract);
  const fold = contract === undefined ? undefined : folds[contract.protocol];
  if (contract === undefined || fold === undefined) return;
  const decoded = fold.decodeRead(contract, read);
  if (decoded.kind === 'refused') return;
  const place = placeIn(chain, block, read.function);
  const context = { contract, place, watch };
  for (const fact of decoded.facts) {
    applyChanges(rows, folds, fold.apply(rowReader(rows, chain), fact, context), place, watch);
  }
  for (const state of decoded.states) {
    if (!beginsHere(rows, chain, watch, state)) continue;
    withVersion(rows, openedKey(state), { opened: true }, place);
    applyChanges(rows, folds, fold.open(rowReader(rows, chain), state, context), place, watch);
  }
}

/** Whether an account's facts of a position have not begun, and begin with a read. */
export function beginsHere(rows: ChainRows, chain: string, watch: WatchIndex, state: StateFact): boolean {
  const accounts = watch.accountsOf(state.accountId);
  return (
    accounts.some((account) => account.opening === 'read') &&
    newestVersion(rows, chain, openedKey(state))?.value === undefined
  );
}
