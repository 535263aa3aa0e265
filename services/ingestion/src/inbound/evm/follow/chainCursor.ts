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
  /** The newest block that was said to be final along with what was delivered. */
  readonly final: bigint | undefined;
}

export function tipOf({ tail }: ChainCursor): BlockRef | undefined {
  return tail.at(-1);
}

export function isDelivered({ tail }: ChainCursor, hash: string): boolean {
  return tail.some((ref) => ref.hash === hash);
}

/** The block was delivered: what stood at its height and above is no longer of the chain. */
export function delivered(cursor: ChainCursor, { number, hash }: BlockRef, finalized: bigint | undefined): ChainCursor {
  const kept = cursor.tail.filter((ref) => ref.number < number);
  const rises = finalized !== undefined && (cursor.final === undefined || finalized > cursor.final);
  return {
    ...cursor,
    tail: [...kept, { number, hash }].slice(-(REORG_DEPTH_MAX + 1)),
    final: rises ? finalized : cursor.final,
  };
}

export type Joint =
  /** Its parent was delivered, or it is the first block that is wanted. */
  | 'joined'
  /** The common ancestor lies further below. */
  | 'below'
  /** It contradicts a block that is final, or the fork is deeper than we follow. */
  | 'too_deep';

/**
 * Whether a block of a new branch joins what was delivered. Only what was said to be final may not be contradicted: while no
 * node was there, a fork may have become final that we never heard of. Where the tail is short (after a start from a single
 * block) the branch is delivered from as far down as a fork is followed, and whoever adopts it finds the ancestor.
 */
export function jointOf(cursor: ChainCursor, block: { readonly number: bigint; readonly parentHash: string }): Joint {
  const { tail, start, final } = cursor;
  const tip = tail.at(-1);
  if (tip === undefined) return start === undefined || block.number <= start ? 'joined' : 'below';
  const parent = tail.find(({ number }) => number === block.number - 1n);
  if (parent?.hash === block.parentHash) return 'joined';
  if (start !== undefined && block.number <= start) return 'joined';
  if (parent !== undefined && final !== undefined && parent.number <= final) return 'too_deep';
  // The first block of a chain has no parent.
  if (block.number === 0n) return 'joined';
  if (tip.number - block.number < BigInt(REORG_DEPTH_MAX)) return 'below';
  return tail.length > REORG_DEPTH_MAX ? 'too_deep' : 'joined';
}
