import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  black76,
  butterflyViolations,
  calendarViolations,
  fitSurface,
  fitUnconstrained,
  stretchedGrid,
  SURFACE_POLICY,
  sviTotalVariance,
} from '../index.js';
import type { ExpiryQuotes, OptionQuote, Surface, SviParameters } from '../index.js';

const MS_PER_DAY = 86_400_000;
const AS_OF = Date.UTC(2026, 0, 1, 8);

/** Slices without arbitrage, of a week, a month and a quarter, near what crypto shows: vols of some 50 %, a skew. */
const week: SviParameters = { a: 0.0015, b: 0.022, rho: -0.25, m: 0.005, sigma: 0.15 };
const month: SviParameters = { a: 0.008, b: 0.06, rho: -0.2, m: 0.01, sigma: 0.22 };
const quarter: SviParameters = { a: 0.03, b: 0.11, rho: -0.15, m: 0.02, sigma: 0.35 };
const made = [
  { days: 7, svi: week },
  { days: 30, svi: month },
  { days: 90, svi: quarter },
];

const evenly = (from: number, to: number, count: number) => {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
};

/** Quotes in volatility of a call at each moneyness, `halfSpread` to each side of the slice. */
function volQuotes(days: number, svi: SviParameters, halfSpread = 0.004, count = 21): ExpiryQuotes {
  const width = 3 * Math.sqrt(sviTotalVariance(svi, 0));
  const options = evenly(-width, width, count).map((k): OptionQuote => {
    const vol = Math.sqrt(sviTotalVariance(svi, k) / (days / 365));
    return { strike: 2000 * Math.exp(k), right: 'call', bid: vol - halfSpread, ask: vol + halfSpread, ageMs: 0 };
  });
  return { expiryMs: AS_OF + days * MS_PER_DAY, unit: 'vol', future: { price: 2000, ageMs: 0 }, options };
}

const chain = made.map(({ days, svi }) => volQuotes(days, svi));

/** The formulas of Gatheral and Jacquier on a grid finer than the fit's, to ±10 in k or as far as `limit`. */
function violations({ slices }: Surface, limit = 10): number {
  let count = 0;
  slices.forEach(({ svi }, i) => {
    const grid = stretchedGrid(Math.sqrt(sviTotalVariance(svi, 0)), 0.01, limit);
    count += butterflyViolations(svi, grid).length;
    if (i > 0) count += calendarViolations(slices[i - 1]!.svi, svi, grid).length;
  });
  return count;
}

describe('fitSurface on quotes of known slices', () => {
  const surface = fitSurface({ asOfMs: AS_OF, expiries: chain });

  it('recovers the slices', () => {
    expect(surface.refusals).toEqual([]);
    expect(surface.slices.map(({ quotesRefused }) => quotesRefused)).toEqual([[], [], []]);
    surface.slices.forEach((slice, i) => {
      const { svi, days } = made[i]!;
      expect(slice.tauYears).toBeCloseTo(days / 365, 12);
      for (const name of ['a', 'b', 'rho', 'm', 'sigma'] as const) expect(slice.svi[name]).toBeCloseTo(svi[name], 3);
      expect(slice.fit!.worstVol).toBeLessThan(2e-4);
      expect(slice.fit).toMatchObject({ quotesUsed: 21, insideBidAsk: 21 });
    });
    expect(violations(surface)).toBe(0);
  });

  it('does so whatever the order of expiries, to the same bits', () => {
    const again = fitSurface({ asOfMs: AS_OF, expiries: [chain[2]!, chain[0]!, chain[1]!] });
    expect(again).toEqual(surface);
  });

  it('does so through prices in coin and in money, with the forward from parity', () => {
    for (const unit of ['coin', 'quoteCurrency'] as const) {
      const ratePer1 = unit === 'coin' ? 0 : 0.05;
      const expiries = made.map(({ days, svi }) => priced(days, svi, unit, ratePer1));
      const { slices, refusals } = fitSurface({ asOfMs: AS_OF, expiries });
      expect(refusals).toEqual([]);
      slices.forEach((slice, i) => {
        expect(slice.forward.source).toBe('putCallParity');
        expect(slice.forward.forward / 2000).toBeCloseTo(1, 4);
        for (const k of [-0.1, 0, 0.1]) {
          const vol = Math.sqrt(sviTotalVariance(made[i]!.svi, k) / slice.tauYears);
          expect(Math.sqrt(sviTotalVariance(slice.svi, k) / slice.tauYears)).toBeCloseTo(vol, 2);
        }
      });
    }
  });
});

function priced(days: number, svi: SviParameters, unit: 'coin' | 'quoteCurrency', ratePer1: number): ExpiryQuotes {
  const tauYears = days / 365;
  const options = evenly(-0.3, 0.3, 25).flatMap((k): OptionQuote[] => {
    const strike = 2000 * Math.exp(k);
    const vol = Math.sqrt(sviTotalVariance(svi, k) / tauYears);
    return (['call', 'put'] as const).map((right) => {
      const result = black76({ forward: 2000, strike, tauYears, vol, ratePer1, right });
      const price = result.kind === 'valued' ? result.greeks.price / (unit === 'coin' ? 2000 : 1) : Number.NaN;
      return { strike, right, bid: price * 0.995, ask: price * 1.005, ageMs: 0 };
    });
  });
  return { expiryMs: AS_OF + days * MS_PER_DAY, unit, ratePer1, options };
}

describe('fitSurface on bad quotes', () => {
  const spoilt = (change: (quote: OptionQuote, i: number) => OptionQuote): ExpiryQuotes[] => {
    return [chain[0]!, { ...chain[1]!, options: chain[1]!.options.map(change) }, chain[2]!];
  };
  const monthOf = (expiries: ExpiryQuotes[]) => fitSurface({ asOfMs: AS_OF, expiries }).slices[1]!;
  const volAt = ({ svi, tauYears }: Surface['slices'][number], k: number) =>
    Math.sqrt(sviTotalVariance(svi, k) / tauYears);
  const trueVol = (k: number) => Math.sqrt(sviTotalVariance(month, k) / (30 / 365));

  it('fits through holes', () => {
    const holes = spoilt((quote, i) => (i % 3 === 0 ? quote : { ...quote, bid: undefined, ask: undefined }));
    const slice = monthOf(holes);
    expect(slice.fit!.quotesUsed).toBe(7);
    expect(slice.quotesRefused.map(({ reason }) => reason)).toEqual(Array.from({ length: 14 }, () => 'empty'));
    for (const k of [-0.2, 0, 0.2]) expect(volAt(slice, k)).toBeCloseTo(trueVol(k), 3);
  });

  it.each([
    ['stale', (quote: OptionQuote) => ({ ...quote, bid: 0.9, ask: 0.91, ageMs: SURFACE_POLICY.ageMsMax + 1 })],
    ['crossed', (quote: OptionQuote) => ({ ...quote, bid: 0.9, ask: 0.2 })],
    ['oneSided', (quote: OptionQuote) => ({ ...quote, bid: 0 })],
    ['notFinite', (quote: OptionQuote) => ({ ...quote, strike: Number.NaN })],
    ['volOutOfRange', (quote: OptionQuote) => ({ ...quote, ask: 50 })],
  ])('leaves out what is %s, and the rest is fitted', (reason, spoil) => {
    const slice = monthOf(spoilt((quote, i) => (i >= 8 && i <= 12 ? spoil(quote) : quote)));
    expect(slice.quotesRefused.map((refusal) => refusal.reason)).toEqual(Array.from({ length: 5 }, () => reason));
    for (const k of [-0.2, 0, 0.2]) expect(volAt(slice, k)).toBeCloseTo(trueVol(k), 3);
  });

  it('a fresh quote far from all others does not carry the slice away', () => {
    const slice = monthOf(spoilt((quote, i) => (i === 10 ? { ...quote, bid: 0.9, ask: 0.908 } : quote)));
    // Its neighbours are 4 % of vol wide books at 45 %: squared, one quote of 21 would move the middle by points.
    expect(Math.abs(volAt(slice, 0) - trueVol(0))).toBeLessThan(0.008);
  });
});

describe('fitSurface on bad expiries', () => {
  const reasonFor = (expiry: ExpiryQuotes, ...others: ExpiryQuotes[]) => {
    const surface = fitSurface({ asOfMs: AS_OF, expiries: [...others, expiry] });
    expect(surface.slices).toHaveLength(others.length);
    return surface.refusals[0]!;
  };

  it.each([
    ['tooFewQuotes', { ...chain[0]!, options: chain[0]!.options.slice(0, 1) }],
    ['tooFewQuotes', { ...chain[0]!, options: chain[0]!.options.slice(0, 2) }],
    ['tooFewQuotes', { ...chain[0]!, options: [] }],
    ['expired', { ...chain[0]!, expiryMs: AS_OF }],
    ['expired', { ...chain[0]!, expiryMs: AS_OF - MS_PER_DAY }],
    ['noForward', { ...chain[0]!, future: undefined }],
    ['noForward', { ...chain[0]!, future: { price: -1, ageMs: 0 } }],
    ['notFinite', { ...chain[0]!, expiryMs: Number.NaN }],
    ['notFinite', { ...chain[0]!, ratePer1: Number.NaN }],
    ['tooManyQuotes', { ...chain[0]!, options: Array.from({ length: 1001 }, () => chain[0]!.options[0]!) }],
    ['duplicateExpiry', { ...chain[1]!, options: [] }],
  ])('refuses one as %s and fits the others', (reason, expiry) => {
    const refusal = reasonFor(expiry, chain[1]!, chain[2]!);
    expect(refusal.reason).toBe(reason);
    expect(Object.is(refusal.expiryMs, expiry.expiryMs)).toBe(true);
    expect(refusal.expected).not.toBe('');
  });

  it('a slice of three strikes takes its shape from its neighbour', () => {
    // A smile of 7 days that has the month's volatility at equal deviations: w(k) = c·w(k/√c), c = 7/30. Three quotes within
    // half a deviation say nothing of its wings.
    const c = 7 / 30;
    const root = Math.sqrt(c);
    const { a, b, rho, m, sigma } = { a: 0.004, b: 0.12, rho: -0.5, m: 0.02, sigma: 0.08 };
    const long: SviParameters = { a, b, rho, m, sigma };
    const short: SviParameters = { a: a * c, b: b * root, rho, m: m * root, sigma: sigma * root };
    const full = volQuotes(7, short, 0.004, 25);
    const few = { ...full, options: [10, 12, 14].map((i) => full.options[i]!) };
    const { slices, refusals } = fitSurface({ asOfMs: AS_OF, expiries: [few, volQuotes(30, long)] });
    expect(refusals).toEqual([]);
    for (const deviations of [-3, 3]) {
      const k = deviations * Math.sqrt(sviTotalVariance(short, 0));
      const vol = Math.sqrt(sviTotalVariance(slices[0]!.svi, k) / slices[0]!.tauYears);
      expect(Math.abs(vol - Math.sqrt(sviTotalVariance(short, k) / (7 / 365)))).toBeLessThan(0.01);
    }
  });

  it('has an empty surface for nothing', () => {
    expect(fitSurface({ asOfMs: AS_OF, expiries: [] })).toEqual({ asOfMs: AS_OF, slices: [], refusals: [] });
  });
});

describe('fitSurface on quotes with arbitrage in them', () => {
  it('repairs the slice of Vogt', () => {
    // Gatheral and Jacquier 2014, example 3.1: g < 0 from k = 0.64 to 1.26.
    const vogt = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };
    const options = evenly(-1.5, 1.5, 31).map((k): OptionQuote => {
      const vol = Math.sqrt(sviTotalVariance(vogt, k));
      return { strike: 2000 * Math.exp(k), right: 'call', bid: vol - 0.005, ask: vol + 0.005, ageMs: 0 };
    });
    const expiry: ExpiryQuotes = {
      expiryMs: AS_OF + 365 * MS_PER_DAY,
      unit: 'vol',
      future: { price: 2000, ageMs: 0 },
      options,
    };
    const grid = evenly(-2, 2, 401);
    const [free] = fitUnconstrained({ asOfMs: AS_OF, expiries: [expiry] });
    expect(butterflyViolations(free!.svi, grid).length).toBeGreaterThan(20);
    const surface = fitSurface({ asOfMs: AS_OF, expiries: [expiry] });
    expect(surface.slices).toHaveLength(1);
    expect(violations(surface)).toBe(0);
    expect(butterflyViolations(surface.slices[0]!.svi, grid)).toEqual([]);
    // g is short by 0.03 at most: a few tenths of a vol point mend it.
    expect(surface.slices[0]!.fit!.vegaWeightedRmseVol).toBeLessThan(0.005);
  });

  it('a smile that falls straight towards zero, where a free slice has no density', () => {
    // Vol = 0.5 - 0.9k up to k = 0.4: the hyperbola through it touches zero beyond, and g with it.
    const options = evenly(-0.4, 0.4, 15).map((k): OptionQuote => {
      return { strike: 2000 * Math.exp(k), right: 'call', bid: 0.49 - 0.9 * k, ask: 0.51 - 0.9 * k, ageMs: 0 };
    });
    const expiry = { ...chain[0]!, expiryMs: AS_OF + 10 * MS_PER_DAY, options };
    const surface = fitSurface({ asOfMs: AS_OF, expiries: [expiry] });
    expect(surface.slices).toHaveLength(1);
    expect(violations(surface)).toBe(0);
    expect(surface.slices[0]!.fit!.vegaWeightedRmseVol).toBeLessThan(0.03);
  });

  it('a later expiry that quotes less variance: consistent, between the two', () => {
    const low: SviParameters = { ...week, a: week.a * 0.8, b: week.b * 0.8 };
    const surface = fitSurface({ asOfMs: AS_OF, expiries: [volQuotes(7, week), volQuotes(9, low)] });
    expect(surface.slices).toHaveLength(2);
    expect(violations(surface)).toBe(0);
    for (const { svi } of surface.slices) {
      expect(sviTotalVariance(svi, 0)).toBeLessThan(sviTotalVariance(week, 0) * 1.001);
      expect(sviTotalVariance(svi, 0)).toBeGreaterThan(sviTotalVariance(low, 0) * 0.999);
    }
  });

  it('quotes of slices whose arbitrage lies beyond every strike', () => {
    // The review's slices: g < 0 from k = -16.9 to -11.7 of the one, and of the pair a crossing from k = 10.1 to 351 (mpmath).
    const skewed = { a: 0.0866, b: 0.24056, rho: -0.98411, m: -7.0084, sigma: 0.12987 };
    const near = { a: 0.04365569, b: 0.00858483, rho: -0.7463936, m: -3.499767, sigma: 0.625004 };
    const far = { a: 0.05184295, b: 0.04111646, rho: -0.94700837, m: 0.53526325, sigma: 0.57320664 };
    const wide = (days: number, svi: SviParameters): ExpiryQuotes => {
      const options = evenly(-9.5, 9.5, 39).map((k): OptionQuote => {
        const vol = Math.sqrt(sviTotalVariance(svi, k) / (days / 365));
        return { strike: 2000 * Math.exp(k), right: 'call', bid: vol - 0.001, ask: vol + 0.001, ageMs: 0 };
      });
      return { ...chain[0]!, expiryMs: AS_OF + days * MS_PER_DAY, options };
    };
    for (const expiries of [[wide(365, skewed)], [wide(30, near), wide(60, far)]]) {
      const surface = fitSurface({ asOfMs: AS_OF, expiries });
      expect(surface.slices).toHaveLength(expiries.length);
      expect(violations(surface, 1e6)).toBe(0);
    }
  });

  it('random books: no arbitrage, no exception, each expiry a slice or a reason', () => {
    const quote = fc.record({
      k: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
      vol: fc.double({ min: 0.05, max: 3, noNaN: true }),
      halfSpread: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    const expiry = fc.record({
      days: fc.double({ min: 0.05, max: 700, noNaN: true }),
      quotes: fc.array(quote, { minLength: 0, maxLength: 25 }),
    });
    fc.assert(
      fc.property(fc.array(expiry, { minLength: 1, maxLength: 6 }), (drawn) => {
        const expiries = drawn.map(({ days, quotes }): ExpiryQuotes => {
          const options = quotes.map(({ k, vol, halfSpread }): OptionQuote => {
            const strike = 2000 * Math.exp(k);
            return { strike, right: 'call', bid: vol - halfSpread, ask: vol + halfSpread, ageMs: 0 };
          });
          return { expiryMs: AS_OF + days * MS_PER_DAY, unit: 'vol', future: { price: 2000, ageMs: 0 }, options };
        });
        const surface = fitSurface({ asOfMs: AS_OF, expiries });
        expect(surface.slices.length + surface.refusals.length).toBe(drawn.length);
        expect(violations(surface)).toBe(0);
        expect(violations(surface, 1e6)).toBe(0);
      }),
      { numRuns: 60, seed: 20_260_101 },
    );
  });
});

describe('fitSurface from tick to tick', () => {
  /** Bids and asks a tick apart from before, one way or the other, by a fixed rule. */
  const ticked = (round: number) => {
    return chain.map((expiry, e) => {
      const options = expiry.options.map((quote, i) => {
        const tick = 0.001 * (((i * 7 + e * 3 + round * 5) % 3) - 1);
        return { ...quote, bid: quote.bid! + tick, ask: quote.ask! + tick };
      });
      return { ...expiry, options };
    });
  };
  const moved = (before: Surface, after: Surface, deviations: number) => {
    const apart = after.slices.map((slice, i) => {
      const k = deviations * Math.sqrt(sviTotalVariance(made[i]!.svi, 0));
      const volOf = (svi: SviParameters) => Math.sqrt(sviTotalVariance(svi, k) / slice.tauYears);
      return Math.abs(volOf(slice.svi) - volOf(before.slices[i]!.svi));
    });
    return Math.max(...apart);
  };

  it('moves by less than the tick where quotes are, and hardly more beyond', () => {
    let previous = fitSurface({ asOfMs: AS_OF, expiries: ticked(0) });
    for (let round = 1; round <= 5; round++) {
      const next = fitSurface({ asOfMs: AS_OF + round * 1000, expiries: ticked(round), previous });
      expect(violations(next)).toBe(0);
      expect(next.slices).toHaveLength(3);
      for (const deviations of [-2, 0, 2]) expect(moved(previous, next, deviations)).toBeLessThan(0.001);
      for (const deviations of [-6, 6]) expect(moved(previous, next, deviations)).toBeLessThan(0.004);
      previous = next;
    }
  });

  it('leans on the surface before more than a fit without it, in the wings', () => {
    const first = fitSurface({ asOfMs: AS_OF, expiries: ticked(0) });
    const leaning = fitSurface({ asOfMs: AS_OF + 1000, expiries: ticked(1), previous: first });
    const alone = fitSurface({ asOfMs: AS_OF + 1000, expiries: ticked(1) });
    expect(moved(first, leaning, 8)).toBeLessThan(moved(first, alone, 8));
  });

  it('lets go of a surface that is old, or from the future', () => {
    const first = fitSurface({ asOfMs: AS_OF, expiries: ticked(0) });
    for (const apartMs of [SURFACE_POLICY.warmAgeMsMax + 1, -1]) {
      const asOfMs = AS_OF + apartMs;
      const alone = fitSurface({ asOfMs, expiries: ticked(1) });
      expect(fitSurface({ asOfMs, expiries: ticked(1), previous: first })).toEqual(alone);
    }
  });

  it('leans half as much after the half-life, and a quarter as much after two', () => {
    const previous = fitSurface({ asOfMs: AS_OF, expiries: ticked(0) });
    for (const [halfLives, share] of [
      [1, 0.5],
      [2, 0.25],
    ] as const) {
      const input = { asOfMs: AS_OF + halfLives * 90_000, expiries: ticked(1), previous };
      const fading = fitSurface(input, { ...SURFACE_POLICY, stabilityWeight: 64, stabilityHalfLifeMs: 90_000 });
      const steady = { ...SURFACE_POLICY, stabilityHalfLifeMs: Number.POSITIVE_INFINITY };
      expect(fading).toEqual(fitSurface(input, { ...steady, stabilityWeight: 64 * share }));
      expect(fading).not.toEqual(fitSurface(input, { ...steady, stabilityWeight: 64 }));
    }
  });

  it('takes up an expiry that the surface before did not have', () => {
    const first = fitSurface({ asOfMs: AS_OF, expiries: ticked(0).slice(0, 2) });
    const next = fitSurface({ asOfMs: AS_OF + 1000, expiries: ticked(1), previous: first });
    expect(next.slices).toHaveLength(3);
    expect(next.slices[2]!.fit!.worstVol).toBeLessThan(0.002);
  });
});
