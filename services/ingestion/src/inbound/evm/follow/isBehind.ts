import type { Hex } from 'viem';
import { fetchHeader, fetchHeaderRange, type HeaderTerms } from '../blocks/fetchHeaders.js';
import type { BlockRef } from './chainCursor.js';

/**
 * Whether nodes that show an older head than was delivered are behind it, and haven't left its branch: they have the same block at its
 * height, or have never heard of it. A node that left the branch has another block there, or still knows by its hash what it
 * left. Where nobody can say it they count as behind: a branch that is another one is found once it has grown as high.
 */
export async function isBehind(terms: HeaderTerms, tip: BlockRef, signal: AbortSignal): Promise<boolean> {
  // By hash first: a node that gets the block between the two questions then has the same block at its height, and left nothing.
  const known = await fetchHeader(terms, tip.hash as Hex, tip.number, signal);
  const standing = await fetchHeaderRange(terms, tip.number, tip.number, signal);
  if (standing.kind === 'value') return standing.value[0]!.hash === tip.hash;
  return standing.kind !== 'absent' || known.kind !== 'value';
}
