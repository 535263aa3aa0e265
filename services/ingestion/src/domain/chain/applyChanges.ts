import type { ChainPlace, HeldPosition } from './chainFact.js';
import type { ChainRows } from './chainRows.js';
import { heldPositionKey } from './heldPositionKey.js';
import type { ProtocolRow, RowChange, RowReader, WatchIndex } from './protocols/protocolFold.js';
import type { ProtocolFolds } from './protocols/protocolFolds.js';
import { newestVersion, withVersion } from './rowVersions.js';
import { sameData } from './sameData.js';

/** The rows of a chain at its head, as the fold of a protocol reads them. */
export function rowReader(rows: ChainRows, chain: string): RowReader {
  return { get: (key) => newestVersion(rows, chain, key)?.value as ProtocolRow | undefined };
}

/** Puts new rows at their place, and with each the positions that it is. A position that doesn't change keeps its block. */
export function applyChanges(
  rows: ChainRows,
  folds: ProtocolFolds,
  changes: readonly RowChange[],
  place: ChainPlace,
  watch: WatchIndex,
): void {
  for (const { key, row } of changes) {
    const before = newestVersion(rows, place.chain, key)?.value as ProtocolRow | undefined;
    if (sameData(before, row)) continue;
    withVersion(rows, key, row, place);
    const held = positionsOf(folds, key, row, watch);
    const names = new Set(held.map(heldPositionKey));
    const ended = positionsOf(folds, key, before, watch)
      .map(heldPositionKey)
      .filter((name) => !names.has(name));
    for (const name of ended) withPosition(rows, name, undefined, place);
    for (const position of held) withPosition(rows, heldPositionKey(position), position, place);
  }
}

/** A position of nothing is none: so those that ended leave no row once that is final. */
function withPosition(rows: ChainRows, name: string, position: HeldPosition | undefined, place: ChainPlace): void {
  const isNothing = position === undefined || (position.units === 0n && position.owed.length === 0);
  const value = isNothing ? undefined : position;
  if (!sameData(newestVersion(rows, place.chain, name)?.value, value)) withVersion(rows, name, value, place);
}

function positionsOf(
  folds: ProtocolFolds,
  key: string,
  row: ProtocolRow | undefined,
  watch: WatchIndex,
): readonly HeldPosition[] {
  return row === undefined ? [] : (folds[row.protocol]?.positions(key, row, watch) ?? []);
}
