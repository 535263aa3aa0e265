import type { BlockFinalized } from '@gimbal/contracts/ingestion/v1/chain_events';
import { FINAL_BLOCKS_KEPT } from '../../limits.js';
import { blockKey, blockStanding, chainRowOf, type ChainRows } from './chainRows.js';
import { forgetEntries } from './forgetEntries.js';
import { withFinalVersion } from './rowVersions.js';

/** A block and all before it are final: of each row one version is left up to there, and old blocks are forgotten. */
export function withFinalized(rows: ChainRows, { chain, adoption, number }: BlockFinalized): void {
  const row = chainRowOf(rows, chain);
  const finalized = rows.blocks.get(blockKey(chain, number));
  if (finalized?.adoption !== adoption) return;
  const from = row.finalized === undefined ? row.lowestNumber : row.finalized.number + 1n;
  for (let n = from; n <= number; n++) settle(rows, chain, n);
  const keptFrom = number - BigInt(FINAL_BLOCKS_KEPT) + 1n;
  for (let n = row.lowestNumber; n < keptFrom; n++) rows.blocks.delete(blockKey(chain, n));
  rows.chains.set(chain, {
    ...row,
    finalized: blockStanding(finalized),
    lowestNumber: keptFrom > row.lowestNumber ? keptFrom : row.lowestNumber,
  });
}

function settle(rows: ChainRows, chain: string, number: bigint): void {
  const block = rows.blocks.get(blockKey(chain, number));
  if (block === undefined) return;
  for (const key of block.touched) withFinalVersion(rows, chain, key, block.adoption);
  forgetEntries(rows, chain, block);
  rows.blocks.set(blockKey(chain, number), { ...block, touched: [] });
}
