import type { Hex } from 'viem';
import type { BlockHeader } from '../blocks/blockHeader.js';
import { fetchHeader, fetchHeaderRange, type HeaderTerms } from '../blocks/fetchHeaders.js';
import { FOLLOW_BLOCKS_MAX, REORG_DEPTH_MAX } from '../limits.js';
import { type BlockRef, type ChainCursor, jointOf, tipOf } from './chainCursor.js';

export type Branch =
  /** The headers to deliver, oldest first. */
  | { readonly kind: 'branch'; readonly headers: readonly BlockHeader[] }
  /** A block of it is gone: start over from the new head. */
  | { readonly kind: 'vanished'; readonly hash: string }
  | { readonly kind: 'too_deep'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string };

/**
 * The blocks from the common ancestor up to `target`, found by walking back along parent hashes: nodes don't have to say
 * that a reorganisation took place. The usual case, a few new blocks on the tip, takes one request by number.
 */
export async function branchTo(
  terms: HeaderTerms,
  cursor: ChainCursor,
  target: BlockRef,
  signal: AbortSignal,
): Promise<Branch> {
  const ahead = await straightAhead(terms, cursor, target, signal);
  if (ahead !== undefined) return { kind: 'branch', headers: ahead };
  const newestFirst: BlockHeader[] = [];
  let hash = target.hash as Hex;
  for (let steps = 0; steps <= FOLLOW_BLOCKS_MAX + REORG_DEPTH_MAX; steps++) {
    const reply = await fetchHeader(terms, hash, target.number - BigInt(steps), signal);
    if (reply.kind === 'absent') return { kind: 'vanished', hash };
    if (reply.kind !== 'value') return { kind: 'unavailable', detail: detailOf(reply) };
    newestFirst.push(reply.value);
    const joint = jointOf(cursor, reply.value);
    if (joint === 'joined') return { kind: 'branch', headers: newestFirst.toReversed() };
    if (joint === 'too_deep') break;
    hash = reply.value.parentHash;
  }
  const tip = tipOf(cursor);
  const detail = `Expected a common ancestor within ${REORG_DEPTH_MAX} blocks of ${tip?.number} (${tip?.hash}) and above the final block ${cursor.final ?? 'unknown'}, was none down to ${newestFirst.at(-1)?.number}.`;
  return { kind: 'too_deep', detail };
}

/** The blocks after the tip up to the target, if they do follow it. */
async function straightAhead(
  terms: HeaderTerms,
  cursor: ChainCursor,
  target: BlockRef,
  signal: AbortSignal,
): Promise<readonly BlockHeader[] | undefined> {
  const tip = tipOf(cursor);
  if (tip === undefined || target.number - tip.number < 2n) return undefined;
  const reply = await fetchHeaderRange(terms, tip.number + 1n, target.number, signal);
  if (reply.kind !== 'value') return undefined;
  const { value: headers } = reply;
  return headers[0]!.parentHash === tip.hash && headers.at(-1)!.hash === target.hash ? headers : undefined;
}

function detailOf(reply: { readonly kind: string; readonly detail?: string }): string {
  return reply.detail ?? `Expected a header, was ${reply.kind}.`;
}
