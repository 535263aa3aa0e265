import { REORG_DEPTH_MAX } from '../limits.js';

export interface BlockRef {
  readonly number: bigint;
  readonly hash: string;
}

/** What has been delivered: the newest blocks of it, oldest first, each the parent of the next. */
export interface ChainCursor {
  readonly tail: readonly BlockRef[];
  /** The first block that is wanted; undefined: whatever the head is. */
  readonly start: bigint | undefined;
}

export function tipOf({ tail }: ChainCursor): BlockRef | undefined {
  return tail.at(-1);
}

export function isDelivered({ tail }: ChainCursor, hash: string): boolean {
  return tail.some((ref) => ref.hash === hash);
}

/** The block was delivered: what stood at its height and above is no longer of the chain. */
export function delivered(cursor: ChainCursor, { number, hash }: BlockRef): ChainCursor {
  const kept = cursor.tail.filter((ref) => ref.number < number);
  return { ...cursor, tail: [...kept, { number, hash }].slice(-(REORG_DEPTH_MAX + 1)) };
}

export type Joint =
  /** Its parent was delivered, or it is the first block that is wanted. */
  | 'joined'
  /** The common ancestor lies further below. */
  | 'below'
  /** It contradicts a block that is final, or the fork is deeper than we follow. */
  | 'too_deep';

/**
 * Whether a block of a new branch joins what was delivered. Where the tail doesn't reach down (after a start from a single
 * block), the branch is delivered from the finalised block on: that one is common by what final means.
 */
export function jointOf(
  cursor: ChainCursor,
  block: { readonly number: bigint; readonly parentHash: string },
  finalized: bigint | undefined,
): Joint {
  const { tail, start } = cursor;
  const tip = tail.at(-1);
  if (tip === undefined) return start === undefined || block.number <= start ? 'joined' : 'below';
  const parent = tail.find(({ number }) => number === block.number - 1n);
  if (parent?.hash === block.parentHash) return 'joined';
  if (start !== undefined && block.number <= start) return 'joined';
  if (tip.number - block.number >= BigInt(REORG_DEPTH_MAX)) return 'too_deep';
  if (finalized === undefined || block.number - 1n > finalized) return 'below';
  return parent === undefined ? 'joined' : 'too_deep';
}
