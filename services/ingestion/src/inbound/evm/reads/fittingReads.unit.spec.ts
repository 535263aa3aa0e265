import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import type { AnsweredRead } from './heldPositions.js';
import { fittingReads } from './fittingReads.js';

/** A read that takes 256 characters beside its answer: 44 of call data, 12 of a name, 200 of others. */
function readOf(answerChars: number): AnsweredRead {
  const callData: Hex = `0x${'ab'.repeat(21)}`;
  const planned = { address: '0xa1', function: 'functionName', callData, accountId: undefined, touchedBy: [] } as const;
  return [planned, { reverted: false, returnData: `0x${'00'.repeat(answerChars / 2 - 1)}` }];
}

describe('the reads that a frame has room for', () => {
  it('are as many as a frame may have, the first ones, and the same ones', () => {
    const reads = Array.from({ length: 5_001 }, () => readOf(2));
    const fitting = fittingReads(reads);
    expect(fitting).toHaveLength(5_000);
    expect(fitting.every((read, place) => read === reads[place])).toBe(true);
  });

  it('have no answer that is longer than what is taken as facts', () => {
    // 256 KiB are 262,144 bytes, so 524,288 digits and 0x.
    const [longest, longer, short] = [readOf(524_290), readOf(524_292), readOf(2)];
    expect(fittingReads([longer, longest, short])).toEqual([longest, short]);
  });

  it('take half of a frame together', () => {
    // 4 MiB are 4,194,304 characters: 64 reads of 65,280 and 256.
    const reads = Array.from({ length: 70 }, () => readOf(65_280));
    expect(fittingReads(reads)).toHaveLength(64);
    expect(fittingReads([readOf(65_282), ...reads])).toHaveLength(63);
  });
});
