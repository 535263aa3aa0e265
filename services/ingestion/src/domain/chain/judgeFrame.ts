import { isoMicros } from '@gimbal/contracts';
import { TAIL_BLOCKS_MAX } from '../../limits.js';
import type { ChainFrame, FrameLog } from './chainFrame.js';
import { type AdoptedBlock, blockKey, type ChainRow, chainRowOf, type ChainRows } from './chainRows.js';

/** What becomes of a block that a node gave. */
export type FrameJudgement =
  /** It joins the chain; the blocks of another branch leave it before, newest first. */
  | { readonly kind: 'adopted'; readonly undone: readonly AdoptedBlock[] }
  /** It is in the chain already. Logs that were not in the frame before are late facts. */
  | { readonly kind: 'known'; readonly block: AdoptedBlock; readonly late: readonly FrameLog[] }
  /** Its parent isn't there: blocks from `expected` on have to come first, then this one again. */
  | { readonly kind: 'gap'; readonly expected: bigint }
  /** It says that a final block isn't the chain's. What is final is never rewritten. */
  | { readonly kind: 'below_final'; readonly reason: string }
  /** More blocks than may wait for finality. */
  | { readonly kind: 'overflow'; readonly reason: string }
  /** It lies below everything that is kept. Whoever looks for the end of a branch may hand over more than is needed. */
  | { readonly kind: 'earlier' }
  /** It contradicts itself or its parent. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Compares a block with the tail of the chain that is followed. The node may lie: nothing is taken that doesn't fit. */
export function judgeFrame(rows: ChainRows, frame: ChainFrame): FrameJudgement {
  const chain = chainRowOf(rows, frame.chain);
  const implausible = implausibility(frame);
  if (implausible !== undefined) return { kind: 'refused', reason: implausible };
  if (chain.head === undefined) return { kind: 'adopted', undone: [] };
  const at = (number: bigint): AdoptedBlock | undefined => rows.blocks.get(blockKey(frame.chain, number));

  if (frame.number < chain.lowestNumber) return { kind: 'earlier' };
  const same = at(frame.number);
  if (same !== undefined && same.blockHash === frame.hash)
    return { kind: 'known', block: same, late: lateOf(same, frame) };
  const floor = chain.finalized?.number;
  if (floor !== undefined && frame.number <= floor) return belowFinal(frame, same);

  // Nothing is final yet, and the block from which the chain is followed is another one: it begins anew there.
  if (floor === undefined && frame.number === chain.lowestNumber) {
    return { kind: 'adopted', undone: blocksAbove(frame.number - 1n, chain, at) };
  }

  const parent = at(frame.number - 1n);
  if (parent?.blockHash !== frame.parentHash) return withoutParent(frame, chain, parent);
  if (frame.timeUs < parent.blockTimeUs) {
    const [expected, found] = [isoMicros(parent.blockTimeUs), isoMicros(frame.timeUs)];
    return {
      kind: 'refused',
      reason: `Expected block ${frame.number} not before its parent at ${expected}, was ${found}.`,
    };
  }
  const stranger = strangeFinal(frame, at);
  if (stranger !== undefined) return { kind: 'below_final', reason: stranger };
  const waiting = frame.number - (floor ?? chain.lowestNumber - 1n);
  if (waiting > BigInt(TAIL_BLOCKS_MAX)) {
    return {
      kind: 'overflow',
      reason: `Expected at most ${TAIL_BLOCKS_MAX} blocks that are not final, were ${waiting}.`,
    };
  }
  return { kind: 'adopted', undone: blocksAbove(parent.number, chain, at) };
}

/** What no block of any chain is. */
function implausibility(frame: ChainFrame): string | undefined {
  if (frame.hash === frame.parentHash)
    return `Expected block ${frame.number} not to be its own parent, was ${frame.hash}.`;
  const { finalized } = frame;
  if (finalized !== undefined && finalized.number === frame.number && finalized.hash !== frame.hash) {
    return `Expected the final block ${frame.number} to be ${finalized.hash}, was ${frame.hash}.`;
  }
  return undefined;
}

function lateOf(block: AdoptedBlock, frame: ChainFrame): readonly FrameLog[] {
  const known = new Set(block.logIndexes);
  return frame.logs.filter((log) => !known.has(log.logIndex));
}

function belowFinal(frame: ChainFrame, same: AdoptedBlock | undefined): FrameJudgement {
  return {
    kind: 'below_final',
    reason: `Expected block ${frame.number} to be ${same?.blockHash ?? 'another one'}, which is final, was ${frame.hash}.`,
  };
}

function withoutParent(frame: ChainFrame, chain: ChainRow, parent: AdoptedBlock | undefined): FrameJudgement {
  const { head, finalized, lowestNumber } = chain;
  if (parent !== undefined && finalized !== undefined && parent.number <= finalized.number) {
    const reason = `Expected the parent of block ${frame.number} to be ${parent.blockHash}, which is final, was ${frame.parentHash}.`;
    return { kind: 'below_final', reason };
  }
  // Above the head what follows the head is missing; on another branch the branch, which begins above what is final.
  const branch = (finalized?.number ?? lowestNumber - 1n) + 1n;
  return { kind: 'gap', expected: head !== undefined && frame.number > head.number + 1n ? head.number + 1n : branch };
}

/** The node names a final block, and the block of that number in our chain, which this one is to follow, is another. */
function strangeFinal(frame: ChainFrame, at: (number: bigint) => AdoptedBlock | undefined): string | undefined {
  const { finalized } = frame;
  if (finalized === undefined || finalized.number >= frame.number) return undefined;
  const ours = at(finalized.number);
  if (ours === undefined || ours.blockHash === finalized.hash) return undefined;
  return `Expected the final block ${finalized.number} to be ${ours.blockHash}, was ${finalized.hash}.`;
}

function blocksAbove(
  number: bigint,
  chain: ChainRow,
  at: (number: bigint) => AdoptedBlock | undefined,
): readonly AdoptedBlock[] {
  const above: AdoptedBlock[] = [];
  for (let n = chain.head?.number ?? number; n > number; n--) {
    const block = at(n);
    if (block !== undefined) above.push(block);
  }
  return above;
}
