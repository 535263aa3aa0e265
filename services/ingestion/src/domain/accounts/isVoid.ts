import { blockKey, chainRowOf, type ChainRows } from '../chain/chainRows.js';

/** Whether the block that something rests on was undone. */
export function isVoid(
  rows: ChainRows,
  chain: string,
  { adoption, number }: { readonly adoption: bigint; readonly number: bigint },
): boolean {
  const { finalized } = chainRowOf(rows, chain);
  if (finalized !== undefined && adoption <= finalized.adoption) return false;
  return rows.blocks.get(blockKey(chain, number))?.adoption !== adoption;
}
