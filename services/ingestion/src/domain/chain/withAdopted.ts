import type { BlockAdopted } from '@gimbal/contracts/ingestion/v1/chain_events';
import { blockKey, chainRowOf, type ChainRows } from './chainRows.js';
import { parseWatch } from './watchJson.js';

/** A block becomes the head. */
export function withAdopted(rows: ChainRows, adopted: BlockAdopted): void {
  const { chain, adoption, number, blockHash, parentHash, blockTimeUs } = adopted;
  const row = chainRowOf(rows, chain);
  const standing = { adoption, number, blockHash, blockTimeUs };
  rows.blocks.set(blockKey(chain, number), { ...standing, parentHash, logIndexes: [], reads: 0, touched: [] });
  rows.chains.set(chain, {
    ...row,
    adoptions: adoption,
    head: standing,
    lowestNumber: row.head === undefined ? number : row.lowestNumber,
  });
  const watch = adopted.watchJson === '' ? undefined : parseWatch(adopted.watchJson);
  if (watch !== undefined) rows.watches.set(chain, watch);
}
