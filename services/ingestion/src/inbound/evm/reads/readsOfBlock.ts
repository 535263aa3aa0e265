import { concatHex, type Hex, hexToBigInt } from 'viem';
import { POSITIONS_READ_MAX } from '../limits.js';
import type { LogRead, PlannedRead, ReadPlan, Touch } from './plannedRead.js';

/** What of a log decides about reads. */
export interface TouchingLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
}

/**
 * The reads of one block, in the order of the plan: those that a log of the block calls for, and all of them in every
 * `everyBlocks`-th block of the chain, so that what no log tells is found too. In the `first` block that is delivered
 * everything is read, so that a fold has something to begin with. What logs name by themselves comes last, each once,
 * and no more than so many.
 */
export function readsOfBlock(
  plan: ReadPlan,
  block: { readonly number: bigint; readonly first: boolean; readonly logs: readonly TouchingLog[] },
  everyBlocks: number,
): readonly PlannedRead[] {
  const named = namedReads(plan.byLog, block.logs);
  if (isReadWhole(block, everyBlocks)) return [...plan.fixed, ...named];
  const touched = new Set<string>();
  for (const { address, topics } of block.logs) {
    touched.add(keyOf(address, undefined));
    for (const topic of topics) touched.add(keyOf(address, topic));
  }
  const isTouched = ({ address, word }: Touch): boolean => touched.has(keyOf(address, word));
  const isDue = ({ everyBlocks: often, touchedBy }: PlannedRead): boolean =>
    (often !== undefined && block.number % BigInt(often) === 0n) || touchedBy.some(isTouched);
  return [...plan.fixed.filter(isDue), ...named];
}

/** Whether everything is read in a block. */
export function isReadWhole(block: { readonly number: bigint; readonly first: boolean }, everyBlocks: number): boolean {
  return block.first || block.number % BigInt(everyBlocks) === 0n;
}

function namedReads(byLog: readonly LogRead[], logs: readonly TouchingLog[]): readonly PlannedRead[] {
  const reads = new Map<string, PlannedRead>();
  for (const { address, topics } of logs) {
    for (const wanted of byLog) {
      const argument = topics[wanted.argument];
      if (wanted.address !== address || wanted.event !== topics[0] || argument === undefined) continue;
      const callData = concatHex([wanted.selector, argument]);
      const key = `${address} ${callData}`;
      if (topics[wanted.place] === wanted.word) {
        const name = `${wanted.function}(${hexToBigInt(argument)})`;
        reads.set(key, { address, function: name, callData, accountId: wanted.accountId, touchedBy: [] });
      } else if (reads.get(key)?.accountId === wanted.accountId) {
        // Passed on within the block: the answer is about whoever has it at the block's end.
        reads.delete(key);
      }
    }
  }
  // Anybody may give an account a thousand tokens in a block; what it owns is read again with what it holds.
  return [...reads.values()].slice(0, POSITIONS_READ_MAX);
}

function keyOf(address: Hex, word: Hex | undefined): string {
  return word === undefined ? address : `${address} ${word}`;
}
