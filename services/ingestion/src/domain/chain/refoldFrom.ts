import { type AdoptedBlock, blockKey, chainRowOf, type ChainRows, entryKey } from './chainRows.js';
import { foldLog } from './foldLog.js';
import { foldRead } from './foldRead.js';
import type { ProtocolFolds } from './protocols/protocolFolds.js';
import { withoutVersion } from './rowVersions.js';

/**
 * Takes every block from a number on out of the rows, lets `beneath` change what is below them, and folds them again: in
 * order of blocks, and in each the logs by their index and then the answers.
 */
export function refoldFrom(
  rows: ChainRows,
  folds: ProtocolFolds,
  chain: string,
  number: bigint,
  beneath: () => void = () => {},
): void {
  const last = chainRowOf(rows, chain).head?.number ?? number - 1n;
  for (let n = last; n >= number; n--) {
    const block = rows.blocks.get(blockKey(chain, n));
    if (block === undefined) continue;
    for (const key of block.touched) withoutVersion(rows, chain, key, block.adoption);
    rows.blocks.set(blockKey(chain, n), { ...block, touched: [] });
  }
  beneath();
  for (let n = number; n <= last; n++) {
    const block = rows.blocks.get(blockKey(chain, n));
    if (block !== undefined) refoldBlock(rows, folds, chain, block);
  }
}

function refoldBlock(rows: ChainRows, folds: ProtocolFolds, chain: string, block: AdoptedBlock): void {
  for (const index of block.logIndexes.toSorted((a, b) => a - b)) {
    const log = rows.logs.get(entryKey(chain, block.number, index));
    if (log !== undefined) foldLog(rows, folds, chain, block, log);
  }
  for (let i = 0; i < block.reads; i++) {
    const read = rows.reads.get(entryKey(chain, block.number, i));
    if (read !== undefined) foldRead(rows, folds, chain, block, read);
  }
}
