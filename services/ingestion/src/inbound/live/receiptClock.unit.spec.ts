import { describe, expect, it } from 'vitest';
import { receiptClock } from './receiptClock.js';

const stamped = (...times: readonly bigint[]): readonly bigint[] => {
  const left = [...times];
  const now = receiptClock({ nowUs: () => left.shift()! });
  return times.map(() => now());
};

describe('receiptClock', () => {
  it('gives what a clock of milliseconds shows at once one microsecond after the other', () => {
    expect(stamped(5_000n, 5_000n, 5_000n, 6_000n)).toEqual([5_000n, 5_001n, 5_002n, 6_000n]);
  });

  it('goes on where the clock falls behind what it gave, and back where it was set back', () => {
    expect(stamped(5_000n, 4_999n, 4_000n)).toEqual([5_000n, 5_001n, 5_002n]);
    expect(stamped(5_000_000n, 4_000_000n, 4_000_000n)).toEqual([5_000_000n, 4_000_000n, 4_000_001n]);
  });
});
