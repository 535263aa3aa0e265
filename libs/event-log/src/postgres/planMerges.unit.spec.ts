import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planMerges, type SmallSegment } from './planMerges.js';

/** Segments of one record each, of these sizes, from offset 10 on. */
function segmentsOfSizes(...sizes: number[]): SmallSegment[] {
  return sizes.map((bytes, i) => ({ baseOffset: 10 + i, count: 1, bytes }));
}

describe('planMerges', () => {
  it('ends a run when it holds the target', () => {
    expect(planMerges(segmentsOfSizes(40, 40, 40, 40, 40, 40), 100)).toEqual({
      runs: [
        { from: 10, to: 13 },
        { from: 13, to: 16 },
      ],
      mergedTo: 16,
    });
  });

  it('leaves what is not yet enough', () => {
    expect(planMerges(segmentsOfSizes(60, 60, 30), 100)).toEqual({
      runs: [{ from: 10, to: 12 }],
      mergedTo: 12,
    });
    expect(planMerges(segmentsOfSizes(30, 30), 100)).toEqual({ runs: [], mergedTo: 10 });
    expect(planMerges([], 100)).toEqual({ runs: [], mergedTo: 0 });
  });

  it('leaves a large segment as it is, and ends the run before it', () => {
    expect(planMerges(segmentsOfSizes(20, 20, 500, 60, 50), 100)).toEqual({
      runs: [
        { from: 10, to: 12 },
        { from: 13, to: 15 },
      ],
      mergedTo: 15,
    });
  });

  it('never makes a segment of more than one and a half times the target, nor one of a single segment', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, (all) => {
        const segments = segmentsOfSizes(...all);
        const { runs, mergedTo } = planMerges(segments, 100);
        let free = 10;
        for (const { from, to } of runs) {
          const inside = segments.filter(({ baseOffset }) => baseOffset >= from && baseOffset < to);
          expect(from).toBeGreaterThanOrEqual(free);
          expect(inside.length).toBeGreaterThan(1);
          expect(inside.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(150);
          free = to;
        }
        const rest = segments.filter(({ baseOffset }) => baseOffset >= mergedTo);
        if (segments.length > 0) expect(rest.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(100);
      }),
    );
  });
});
