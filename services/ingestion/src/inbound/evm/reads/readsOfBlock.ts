import type { Hex } from 'viem';
import type { PlannedRead, Touch } from './plannedRead.js';

/** What of a log decides about reads. */
export interface TouchingLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
}

/**
 * The reads of one block, in the order of the plan: those that a log of the block calls for, and all of them in every
 * `everyBlocks`-th block of the chain, so that what no log tells is found too. `first` is the first block that is delivered:
 * everything is read there, so that a fold has something to begin with.
 */
export function readsOfBlock(
  plan: readonly PlannedRead[],
  block: { readonly number: bigint; readonly first: boolean; readonly logs: readonly TouchingLog[] },
  everyBlocks: number,
): readonly PlannedRead[] {
  if (block.first || block.number % BigInt(everyBlocks) === 0n) return plan;
  if (block.logs.length === 0) return [];
  const touched = new Set<string>();
  for (const { address, topics } of block.logs) {
    touched.add(keyOf(address, undefined));
    for (const topic of topics) touched.add(keyOf(address, topic));
  }
  return plan.filter(({ touchedBy }) =>
    touchedBy.some(({ address, word }: Touch) => touched.has(keyOf(address, word))),
  );
}

function keyOf(address: Hex, word: Hex | undefined): string {
  return word === undefined ? address : `${address} ${word}`;
}
