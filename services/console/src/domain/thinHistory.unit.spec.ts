import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryPoint } from './history.js';
import { thinHistory } from './thinHistory.js';

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const points = fc
  .array(fc.record({ priceUsd: value, deltaUsd: value, health: value }), { maxLength: 400 })
  .map((list): HistoryPoint[] => list.map((each, i) => ({ ...each, step: i, timeUs: i * 1_000 })));

describe('thinHistory', () => {
  it('keeps order, both ends and the extremes of every series, in no more points than allowed', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 8, max: 100 }), (all, pointsMax) => {
        const kept = thinHistory(all, pointsMax);
        expect(kept.length).toBeLessThanOrEqual(Math.max(pointsMax, 0));
        expect(kept.map(({ step }) => step)).toEqual([...new Set(kept.map(({ step }) => step))].sort((a, b) => a - b));
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)]);
        for (const series of ['priceUsd', 'deltaUsd', 'health'] as const) {
          const numbers = (list: readonly HistoryPoint[]): number[] =>
            list.map((each) => each[series]).filter(Number.isFinite);
          expect([Math.min(...numbers(kept)), Math.max(...numbers(kept))]).toEqual([
            Math.min(...numbers(all)),
            Math.max(...numbers(all)),
          ]);
        }
      }),
    );
  });

  it('leaves a short history as it is', () => {
    const short = [{ step: 1, timeUs: 1, priceUsd: 1, deltaUsd: 1, health: 1 }];
    expect(thinHistory(short, 8)).toBe(short);
  });
});
