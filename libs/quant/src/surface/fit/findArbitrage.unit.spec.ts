import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SviParameters } from '../surfaceTypes.js';
import { crossingBounds } from './crossingBounds.js';
import { densityRootBounds } from './densityRootBounds.js';
import { findArbitrage } from './findArbitrage.js';
import { openSlice } from './smileRow.js';
import { WINGS_LENGTH, writeWings } from './wings.js';

/** Total variance and g as Gatheral and Jacquier print them, with nothing of the library. */
function totalVariance({ a, b, rho, m, sigma }: SviParameters, k: number): number {
  return a + b * (rho * (k - m) + Math.hypot(k - m, sigma));
}

function g(svi: SviParameters, k: number): number {
  const { b, rho, m, sigma } = svi;
  const distance = Math.hypot(k - m, sigma);
  const w = totalVariance(svi, k);
  const first = b * (rho + (k - m) / distance);
  return (1 - (k * first) / (2 * w)) ** 2 - (first ** 2 / 4) * (1 / w + 1 / 4) + (b * sigma ** 2) / distance ** 3 / 2;
}

function open(svi: SviParameters) {
  const wings = new Float64Array(WINGS_LENGTH);
  writeWings(wings, 0, svi);
  return openSlice(wings, 0);
}

const slice = (a: number, b: number, rho: number, m: number, sigma: number): SviParameters => ({ a, b, rho, m, sigma });

/** Slices whose density is negative between two roots of g, beyond k = ±10: roots by mpmath 1.3.0 at 60 digits (polyroots). */
const farButterflies: readonly (readonly [SviParameters, number, number])[] = [
  [
    slice(0.08659916219541126, 0.2405573193933371, -0.9841077626631135, -7.008398322570299, 0.12987463820225986),
    -16.9077922492255,
    -11.7256922744273,
  ],
  [slice(-0.0012539, 0.470894, 0.984462, 14.4409, 0.0496325), 23.66840986, 43.36247388],
  [slice(0.182105, 0.710675, 0.8326, 6.85646, 0.015563), 10.27223091, 28.74593524],
  [slice(0.0547395, 0.152125, 0.781108, 12.9428, 0.0643124), 23.27025702, 28.44453283],
  [slice(0.198907, 0.69233, 0.8612, 16.8439, 0.15307), 26.27225787, 66.37486225],
];

/** And with g above 0 everywhere: no positive real root. */
const clear = [
  slice(0.00390125, 0.0118039, -0.998298, 3.99051, 0.0124203),
  slice(-0.0113839, 0.0654444, 0.997058, -18.3026, 4.01178),
];

/** The later one lies lower from k = 10.1089272081631 to 351.623876364389 (mpmath). */
const near = slice(
  0.04365569189098825,
  0.00858482812561204,
  -0.7463936041983117,
  -3.499767008602222,
  0.6250040527510953,
);
const far = slice(
  0.0518429500893426,
  0.041116461796838456,
  -0.9470083701402113,
  0.5352632453843147,
  0.5732066427544456,
);

describe('butterfly arbitrage beyond every strike', () => {
  it.each(farButterflies)('%#: is found where it is', (svi, from, to) => {
    const found = findArbitrage([svi]);
    expect(found.butterfly).toEqual([true]);
    expect(found.butterflyK[0]).toHaveLength(1);
    expect(found.butterflyK[0]![0]).toBeGreaterThan(from);
    expect(found.butterflyK[0]![0]).toBeLessThan(to);
  });

  it.each(clear)('%#: is not found where there is none', (svi) => {
    expect(findArbitrage([svi])).toMatchObject({ none: true, butterflyK: [[]] });
  });

  it.each(farButterflies)('%#: the roots of g lie within their bounds', (svi, from, to) => {
    const { tLow, tHigh } = densityRootBounds(open(svi))!;
    const kAt = (t: number) => svi.m + (svi.sigma / 2) * (t - 1 / t);
    expect(kAt(tLow)).toBeLessThan(from);
    expect(kAt(tHigh)).toBeGreaterThan(to);
    // And the signs outside are those of the limits, to where doubles end.
    for (let beyond = 1; beyond < 1e6; beyond *= 1.5) {
      expect(g(svi, kAt(tLow / beyond))).toBeGreaterThan(0);
      expect(g(svi, kAt(tHigh * beyond))).toBeGreaterThan(0);
    }
  });

  it("is a wing at Lee's slope or above it, wherever g turns", () => {
    // A level of 40 keeps g above 0 to k = 1e5: by hand 1/4 - 2.0002²/16 = -2.5e-5 in the limit, and 20/w more before.
    for (const rho of [-0.5, 0.5]) {
      const sloped = (slope: number) => slice(40, slope / 1.5, rho, 0, 1);
      expect(g(sloped(2.0002), rho * 2e3)).toBeGreaterThan(0);
      expect(findArbitrage([sloped(2.0002)])).toMatchObject({ none: false, butterfly: [true], butterflyK: [[]] });
      expect(findArbitrage([sloped(2)])).toMatchObject({ none: false, butterfly: [true] });
      expect(findArbitrage([sloped(1.99)]).none).toBe(true);
    }
  });
});

describe('calendar arbitrage beyond every strike', () => {
  it('is found between the roots', () => {
    const { calendar, calendarK, butterfly } = findArbitrage([near, far]);
    expect(calendar).toEqual([true]);
    expect(butterfly).toEqual([false, false]);
    expect(calendarK[0]).toHaveLength(1);
    expect(calendarK[0]![0]).toBeGreaterThan(10.1089272081631);
    expect(calendarK[0]![0]).toBeLessThan(351.623876364389);
  });

  it('lies within its bounds, left and right', () => {
    expect(crossingBounds(open(near), open(far)).kHigh).toBeGreaterThan(351.623876364389);
    const mirrored = (svi: SviParameters) => ({ ...svi, rho: -svi.rho, m: -svi.m });
    const { kLow } = crossingBounds(open(mirrored(near)), open(mirrored(far)));
    expect(kLow).toBeLessThan(-351.623876364389);
    expect(findArbitrage([mirrored(near), mirrored(far)]).calendarK[0]![0]).toBeLessThan(-10.1089272081631);
  });

  it('is none between parallel wings with the later one higher, and is one with it lower', () => {
    const calm = slice(0.01, 0.05, -0.2, 0.02, 0.2);
    expect(findArbitrage([calm, { ...calm, a: 0.0101 }]).none).toBe(true);
    // Wings a billionth steeper and a tenth lower cross at k = 0.1/(0.04·1e-9), by hand: 2.5e9.
    const steeper = { ...calm, a: 0.11, b: 0.05 };
    const lower = { ...calm, a: 0.01, b: 0.05 * (1 + 1e-9), sigma: 8 };
    expect(totalVariance(lower, 0)).toBeGreaterThan(totalVariance(steeper, 0));
    const { calendar, calendarK } = findArbitrage([steeper, lower]);
    expect(calendar).toEqual([true]);
    for (const k of calendarK[0]!) expect(totalVariance(lower, k)).toBeLessThan(totalVariance(steeper, k));
    expect(crossingBounds(open(steeper), open(lower)).kHigh / 2.5e9).toBeCloseTo(1, 3);
  });
});

describe('findArbitrage beside a dense scan to |k| = 1e9', () => {
  const logarithmic = (from: number, to: number) => {
    return fc.double({ min: Math.log(from), max: Math.log(to), noNaN: true }).map((value) => Math.exp(value));
  };
  const wild = fc
    .record({
      least: logarithmic(1e-4, 1),
      b: logarithmic(1e-3, 1),
      oneLess: logarithmic(1e-4, 1),
      isLeft: fc.boolean(),
      m: fc.double({ min: -20, max: 20, noNaN: true }),
      sigma: logarithmic(1e-3, 10),
    })
    .map(({ least, b, oneLess, isLeft, m, sigma }): SviParameters => {
      const rho = (1 - oneLess) * (isLeft ? -1 : 1);
      return { a: least - b * sigma * Math.sqrt(1 - rho * rho), b, rho, m, sigma };
    });
  const scan = (...slices: readonly SviParameters[]) => {
    const points: number[] = [];
    for (let s = -30; s <= 30; s += 0.02) for (const { m, sigma } of slices) points.push(m + sigma * Math.sinh(s));
    for (let s = -8; s <= 8; s += 0.02) points.push(0.01 * Math.sinh(s));
    return points.filter((k) => Math.abs(k) < 1e9);
  };

  it('misses no negative density', () => {
    fc.assert(
      fc.property(wild, (svi) => {
        if (findArbitrage([svi]).none) expect(Math.min(...scan(svi).map((k) => g(svi, k)))).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('misses no crossing', () => {
    fc.assert(
      fc.property(wild, wild, fc.boolean(), (one, other, isLevel) => {
        // Half of them levelled with the first, so that they cross far out or not at all.
        const b = Math.max(one.b, other.b);
        const later = isLevel ? { ...one, a: one.a * 1.001, b: b * 1.01, m: other.m / 4 + one.m } : other;
        if (findArbitrage([one, later]).calendar[0]!) return;
        const least = Math.min(...scan(one, later).map((k) => totalVariance(later, k) / totalVariance(one, k)));
        expect(least).toBeGreaterThan(1 - 1e-9);
      }),
      { numRuns: 300 },
    );
  });
});
