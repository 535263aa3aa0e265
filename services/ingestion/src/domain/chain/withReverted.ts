import type { BlockReverted } from '@gimbal/contracts/ingestion/v1/chain_events';
import { blockKey, blockStanding, chainRowOf, type ChainRows } from './chainRows.js';
import { forgetEntries } from './forgetEntries.js';
import { withoutVersion } from './rowVersions.js';

/** The head is undone: its parent is the head again, and each row stands as it stood there. */
export function withReverted(rows: ChainRows, { chain, adoption, number, depth }: BlockReverted): void {
  const row = chainRowOf(rows, chain);
  const block = rows.blocks.get(blockKey(chain, number));
  if (block?.adoption !== adoption || row.head?.adoption !== adoption) return;
  for (const key of block.touched) withoutVersion(rows, chain, key, adoption);
  forgetEntries(rows, chain, block);
  rows.blocks.delete(blockKey(chain, number));
  const parent = rows.blocks.get(blockKey(chain, number - 1n));
  rows.chains.set(chain, {
    ...row,
    head: parent === undefined ? undefined : blockStanding(parent),
    reverted: row.reverted + 1n,
    reorgDepthMax: Math.max(row.reorgDepthMax, depth),
  });
}
