import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitSurface, sviTotalVariance } from '../index.js';
import type { ExpiryQuotes } from '../index.js';

const AS_OF = 1.7e12;
const MS_PER_YEAR = 365 * 86_400_000;

/** Five strikes around 100 that all quote one volatility. */
function flat(expiryMs: number, vol: number): ExpiryQuotes {
  const options = [-2, -1, 0, 1, 2].map((z) => {
    const strike = 100 * Math.exp(z * 0.1);
    return { strike, right: 'call' as const, bid: vol - 0.01, ask: vol + 0.01, ageMs: 0 };
  });
  return { expiryMs, unit: 'vol', future: { price: 100, ageMs: 0 }, options };
}

const tenth = flat(AS_OF + 0.1 * MS_PER_YEAR, 0.6);
const quarter = flat(AS_OF + 0.25 * MS_PER_YEAR, 0.55);
const year = flat(AS_OF + MS_PER_YEAR, 0.5);
const good = [tenth, quarter, year];

const bad: readonly (readonly [string, number])[] = [
  ['notFinite', Number.NaN],
  ['notFinite', Number.POSITIVE_INFINITY],
  ['notFinite', Number.NEGATIVE_INFINITY],
  ['expired', AS_OF],
  ['expired', AS_OF - 1],
  ['expired', -1e300],
  ['tooFar', AS_OF + 100.1 * MS_PER_YEAR],
  ['tooFar', 1e300],
];

describe('expiries whose time is none', () => {
  it.each(bad)('%s %d between two leaves both their variance', (reason, expiryMs) => {
    const surface = fitSurface({ asOfMs: AS_OF, expiries: [year, flat(expiryMs, 0.4), tenth] });
    expect(surface.slices.map(({ tauYears }) => tauYears)).toEqual([0.1, 1]);
    // By hand: 0.6²·0.1 and 0.5²·1.
    expect(sviTotalVariance(surface.slices[0]!.svi, 0)).toBeCloseTo(0.036, 4);
    expect(sviTotalVariance(surface.slices[1]!.svi, 0)).toBeCloseTo(0.25, 3);
    expect(surface.refusals).toMatchObject([{ reason, field: 'expiryMs', found: String(expiryMs) }]);
  });

  it('are refused wherever and however many they stand, and the rest is fitted as if they were not there', () => {
    const alone = fitSurface({ asOfMs: AS_OF, expiries: good }).slices;
    expect(alone).toHaveLength(3);
    const mixed = fc
      .record({
        order: fc.shuffledSubarray(good, { minLength: 3 }),
        planted: fc.array(fc.record({ which: fc.nat(bad.length - 1), at: fc.nat(20) }), { maxLength: 6 }),
        again: fc.array(fc.record({ which: fc.nat(2), at: fc.nat(20) }), { maxLength: 3 }),
      })
      .map(({ order, planted, again }) => {
        const expiries = [...order];
        // After the one that it repeats: of two, the first counts.
        for (const { which, at } of again) {
          const first = expiries.indexOf(good[which]!);
          const copy = { ...flat(good[which]!.expiryMs, 2) };
          expiries.splice(first + 1 + (at % (expiries.length - first)), 0, copy);
        }
        for (const { which, at } of planted) expiries.splice(at % (expiries.length + 1), 0, flat(bad[which]![1], 0.4));
        const reasons = [...planted.map(({ which }) => bad[which]![0]), ...again.map(() => 'duplicateExpiry')];
        return { expiries, reasons };
      });
    fc.assert(
      fc.property(mixed, ({ expiries, reasons }) => {
        const surface = fitSurface({ asOfMs: AS_OF, expiries });
        expect(surface.slices).toEqual(alone);
        expect(surface.refusals.map(({ reason }) => reason).sort()).toEqual(reasons.sort());
      }),
      { numRuns: 300 },
    );
  });

  it('are all when the instant is none', () => {
    const { slices, refusals } = fitSurface({ asOfMs: Number.NaN, expiries: good });
    expect(slices).toEqual([]);
    expect(refusals.map(({ reason, field }) => [reason, field])).toEqual(good.map(() => ['notFinite', 'asOfMs']));
  });
});

describe('more than a fit has time for', () => {
  const daily = (count: number, quotes: number) => {
    return Array.from({ length: count }, (_, day) => {
      const expiry = flat(AS_OF + ((day + 1) * MS_PER_YEAR) / 365, 0.5);
      return { ...expiry, options: Array.from({ length: quotes }, (_unused, i) => expiry.options[i % 5]!) };
    });
  };

  it('are the expiries after the 32 nearest, bad ones not counted', () => {
    const expiries = [...bad.map(([, expiryMs]) => flat(expiryMs, 0.4)), ...daily(34, 5).reverse()];
    const { slices, refusals } = fitSurface({ asOfMs: AS_OF, expiries });
    expect(slices).toHaveLength(32);
    const late = refusals.slice(bad.length);
    expect(late.map(({ reason }) => reason)).toEqual(['tooManyExpiries', 'tooManyExpiries']);
    expect(late.every(({ expiryMs }) => expiryMs > slices.at(-1)!.expiryMs)).toBe(true);
  });

  it('are quotes of one expiry above 1,000, and of a surface above 5,000, the nearest first', () => {
    const [first, ...rest] = daily(7, 900) as unknown as [ExpiryQuotes, ...ExpiryQuotes[]];
    const long = { ...first, options: Array.from({ length: 1001 }, () => first.options[0]!) };
    const { slices, refusals } = fitSurface({ asOfMs: AS_OF, expiries: [...rest, long] });
    // 900 of each of five are 4,500; the sixth would be the 5,400th.
    expect(slices.map(({ expiryMs }) => expiryMs)).toEqual(rest.slice(0, 5).map(({ expiryMs }) => expiryMs));
    expect(refusals).toMatchObject([
      { expiryMs: long.expiryMs, reason: 'tooManyQuotes', field: 'options', found: '1001' },
      { expiryMs: rest[5]!.expiryMs, reason: 'tooManyQuotes', field: 'options', found: '5400' },
    ]);
  });
});
