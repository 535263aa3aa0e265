import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearScale, paddedRange, roundTicks, timeTicks } from './scale.js';

it('maps a range of values onto a range of pixels', () => {
  const scale = linearScale([1_590, 1_810], [200, 0]);
  expect([scale(1_590), scale(1_700), scale(1_810)]).toEqual([200, 100, 0]);
  expect(linearScale([5, 5], [0, 10])(5)).toBe(5);
});

it('widens a range, and holds what it must', () => {
  expect(paddedRange([1, 3, Number.NaN], [], { below: 0.5, above: 1 })).toEqual([0, 5]);
  expect(paddedRange([1.2, 1.1], [1], { below: 0, above: 0 })).toEqual([1, 1.2]);
  expect(paddedRange([], [], { below: 0.1, above: 0.1 })).toEqual([0, 1]);
});

describe('ticks', () => {
  it('are round', () => {
    expect(roundTicks([1_588, 1_812], 5)).toEqual([1_600, 1_650, 1_700, 1_750, 1_800]);
    expect(roundTicks([0.98, 1.16], 4)).toEqual([1, 1.05, 1.1, 1.15]);
    expect(roundTicks([3, 3], 4)).toEqual([]);
  });

  it('lie within the range, evenly, and are never many more than asked for', () => {
    const bounds = fc.tuple(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(bounds, fc.integer({ min: 1, max: 20 }), ([low, span], count) => {
        const ticks = roundTicks([low, low + span], count);
        expect(ticks.length).toBeLessThanOrEqual(count + 1);
        const margin = Math.max(1, Math.abs(low), span) * 1e-9;
        expect(ticks.every((tick) => tick >= low - margin && tick <= low + span + margin)).toBe(true);
        expect(new Set(ticks).size).toBe(ticks.length);
      }),
    );
  });

  it('of time stand on full hours of a day', () => {
    const hour = 3_600_000_000;
    expect(timeTicks([0.5 * hour, 24 * hour], 8)).toEqual([3, 6, 9, 12, 15, 18, 21, 24].map((at) => at * hour));
  });
});
