import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { black76, impliedVolatility } from '../index.js';
import type { ImpliedVolatilityInput } from '../index.js';

function implied(input: ImpliedVolatilityInput): number {
  const result = impliedVolatility(input);
  if (result.kind === 'failure') throw new Error(`${result.field}: expected ${result.expected}, was ${result.found}`);
  return result.vol;
}

const atTheMoney: ImpliedVolatilityInput = {
  price: 8,
  forward: 100,
  strike: 100,
  tauYears: 1,
  ratePer1: 0,
  right: 'call',
};

// OpenGamma Strata, BlackFormulaRepositoryTest: undiscounted calls, F 104, T 4.5, a column per vol; Strata tests them to 1e-13.
const STRATA_VOLS = [0.1, 0.12, 0.15, 0.2, 0.3, 0.5, 0.8];
const STRATA: readonly (readonly [number, readonly number[]])[] = [
  [
    85,
    [
      20.816241352493662, 21.901361401145017, 23.739999392248883, 27.103751052550102, 34.22506482807403,
      48.312929458905, 66.87809290575849,
    ],
  ],
  [
    103,
    [
      9.251680464551534, 10.990050517334176, 13.589326615797177, 17.892024398947207, 26.343236303647927,
      42.327678792768694, 62.99989771948578,
    ],
  ],
  [
    250,
    [
      0.0001328198130230618, 0.0029567128738985232, 0.04468941116428932, 0.47558224046532205, 3.8091577630027356,
      18.03481967011267, 43.99634090899799,
    ],
  ],
];

// E. G. Haug (1998), as listed in QuantLib test-suite/europeanoption.cpp (testValues), prices to four decimals.
// Columns: put, K, S, q, r, T, σ, value.
const HAUG: readonly (readonly [boolean, number, number, number, number, number, number, number])[] = [
  [false, 65, 60, 0, 0.08, 0.25, 0.3, 2.1334],
  [true, 95, 100, 0.05, 0.1, 0.5, 0.2, 2.4648],
  [false, 1.6, 1.56, 0.08, 0.06, 0.5, 0.12, 0.0291],
  [false, 100, 110, 0.1, 0.1, 0.1, 0.25, 10.3556],
  [true, 100, 90, 0.1, 0.1, 0.5, 0.35, 14.4452],
  [false, 40, 42, 0.08, 0.04, 0.75, 0.35, 5.0975],
];

/**
 * Price, F, K, τ, r: exp(-rτ)(F - K) of exactly these doubles by mpmath with 60 digits, rounded once. The
 * rows are those of 4,000 drawn ones in which the product r·τ loses most, either way.
 */
const DISCOUNTED_INTRINSIC: readonly (readonly [number, number, number, number, number])[] = [
  [0.03590062976517797, 360.87, 165.87, 8.387559482233176, 1.0253280490250856],
  [0.07928884215881628, 1180.45, 749.78, 8.508270101414453, 1.0107812631113224],
  [4725924.060657182, 2367.64, 1497.57, 8.16931170678273, -1.0527202668567146],
  [6829660.136987974, 3850.24, 2592.86, 2.000783423080129, -4.29831629990248],
  [273.2703541931348, 2223.48, 1220.77, 8.419915163808728, 0.15439585491167207],
  [423.63704568172085, 2822.08, 1267.63, 4.762459519852075, 0.2729681994316203],
  [5.95292504178262e16, 1898.13, 1620.79, 8.016701439834254, -4.116406261062191],
  [4.2092249926757645e17, 3540.19, 1579.16, 8.2468519007957, -4.001526933788636],
  [4.36429031334831e-26, 2755.15, 744.44, 8.126383862515056, 8.121693623708971],
  [1.6916831503899564e-26, 3435.38, 2655.99, 2.0365906867780135, 32.407100959700074],
  [4.2406052669173437e58, 733.66, 586.04, 8.003395614105456, -16.243105585194815],
  [3.5695256053507806e59, 1641.01, 398.42, 4.049062377669742, -32.10619839223513],
];

describe('impliedVolatility', () => {
  it('gives back the vols of Strata, as exactly as its prices say', () => {
    for (const [strike, prices] of STRATA) {
      prices.forEach((price, column) => {
        const vol = STRATA_VOLS[column]!;
        const option = { forward: 104, strike, tauYears: 4.5, ratePer1: 0, right: 'call' } as const;
        const d1 = Math.log(104 / strike) / (vol * Math.sqrt(4.5)) + (vol * Math.sqrt(4.5)) / 2;
        const vega = (104 * Math.sqrt(4.5) * Math.exp((-d1 * d1) / 2)) / Math.sqrt(2 * Math.PI);
        expect(Math.abs(implied({ ...option, price }) - vol)).toBeLessThan(1e-13 / vega + 1e-15);
      });
    }
  });

  it.each(HAUG)('Haug: put %s K %d S %d q %d r %d T %d σ %d', (put, strike, spot, q, rate, tau, vol, price) => {
    const forward = spot * Math.exp((rate - q) * tau);
    const found = implied({ price, forward, strike, tauYears: tau, ratePer1: rate, right: put ? 'put' : 'call' });
    const s = vol * Math.sqrt(tau);
    const d1 = Math.log(forward / strike) / s + s / 2;
    const vega = forward * Math.exp(-rate * tau - (d1 * d1) / 2) * Math.sqrt(tau / (2 * Math.PI));
    // Half a unit of the book's fourth decimal.
    expect(Math.abs(found - vol)).toBeLessThan(0.5e-4 / vega);
  });

  it('at the money inverts F (2 N(σ√τ/2) - 1)', () => {
    // Abramowitz and Stegun, table 26.1: N(0.1) = 0.53982 78372 77028 98 and N(1) = 0.84134 47460 68542 95.
    expect(implied({ ...atTheMoney, price: 7.965567455405796 })).toBeCloseTo(0.2, 15);
    expect(implied({ ...atTheMoney, tauYears: 0.25, price: 68.26894921370859 })).toBeCloseTo(4, 14);
  });

  it('answers a price of 1e-299 of the forward', () => {
    // Within 0.1 % by hand: price = F s φ(k) / k² to the first order of its tail, times e^(-s²/8).
    const vol = implied({ price: 1e-299, forward: 1, strike: 2, tauYears: 1, ratePer1: 0, right: 'call' });
    const k = Math.LN2 / vol;
    const logPrice = Math.log((vol * Math.SQRT2) / (k * k * Math.sqrt(2 * Math.PI))) - (k * k) / 2 - (vol * vol) / 8;
    expect(logPrice / Math.log(1e-299)).toBeCloseTo(1, 4);
  });

  it('keeps to 3 times what rounding the price does where it was worst', () => {
    // The inverse of exactly this price by mpmath with 60 digits; its amplification is 1/(d1 d2), 0.002.
    const found = implied({
      price: Number('3.2991365640585566e-104'),
      forward: 20590613376.32268,
      strike: 20934115172.163147,
      tauYears: 0.00043142876932423326,
      ratePer1: 0,
      right: 'call',
    });
    const [exact, exactRest] = [0.035787575606293004, 6.1409e-21];
    expect(Math.abs((found - exact - exactRest) / exact)).toBeLessThan(3 * 2.2e-16 * 1.002);
  });

  it('answers down to 1e-300 of the forward whatever the currency, as far as the time value keeps its digits', () => {
    // F σ √(τ/2π) at the money, as below.
    const small = { ...atTheMoney, forward: 1e-12, strike: 1e-12 };
    expect(Math.abs(implied({ ...small, price: 1e-305 }) / (1e-293 * 2.5066282746310002) - 1)).toBeLessThan(1e-15);
    // Powers of two in all three prices change nothing, not even a rounding.
    const far = { price: 1e-299, forward: 1, strike: 2, tauYears: 1, ratePer1: 0, right: 'call' } as const;
    const scaled = { ...far, price: 1e-299 * 2 ** -27, forward: 2 ** -27, strike: 2 ** -26 };
    expect(implied(scaled)).toBe(implied(far));
    expect(impliedVolatility({ ...small, price: 2 ** -1023 })).toMatchObject({ reason: 'outOfRange' });
    expect(impliedVolatility({ ...atTheMoney, price: 0.99e-298 })).toMatchObject({ reason: 'outOfRange' });
  });

  it('answers the smallest prices at the money, where price is F σ √(τ/2π)', () => {
    for (const price of [1e-9, 1e-100, 1e-200, 1e-297]) {
      const vol = implied({ ...atTheMoney, price });
      expect(Math.abs(vol / ((price / 100) * 2.5066282746310002) - 1)).toBeLessThan(1e-15);
    }
  });

  it('is the inverse of black76, up to what the roundings of the price take', () => {
    const between = (low: number, high: number): fc.Arbitrary<number> =>
      fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
    const plane = fc.record({
      forward: between(1e-3, 1e6),
      tauYears: between(60 / 31_536_000, 5),
      vol: between(0.01, 10),
      deviations: fc.double({ min: -8, max: 8, noNaN: true }),
      ratePer1: fc.oneof(fc.constant(0), fc.double({ min: -0.1, max: 0.3, noNaN: true })),
      right: fc.constantFrom('call' as const, 'put' as const),
    });
    fc.assert(
      fc.property(plane, ({ deviations, vol, ...rest }) => {
        const option = { ...rest, strike: rest.forward * Math.exp(deviations * vol * Math.sqrt(rest.tauYears)) };
        const valued = black76({ ...option, vol });
        if (valued.kind === 'failure') throw new Error(valued.reason);
        const { price, vegaPerVolPoint } = valued.greeks;
        const result = impliedVolatility({ ...option, price });
        const amplification = price / (vegaPerVolPoint * 100 * vol);
        // The price itself is right to about eight roundings, and its own rounding decides whether it has a vol at all.
        if (amplification < 1e12) {
          expect(result.kind).toBe('implied');
          const found = result.kind === 'implied' ? result.vol : Number.NaN;
          expect(Math.abs(found / vol - 1)).toBeLessThan(3e-15 * (1 + amplification));
        } else if (result.kind === 'failure') {
          expect(['timeValueBelowPrecision', 'priceAboveBound', 'priceBelowIntrinsic']).toContain(result.reason);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    [{ price: Number.NaN }, 'notFinite', 'price', 'a finite number', 'NaN'],
    [{ forward: Infinity }, 'notFinite', 'forward', 'a finite number', 'Infinity'],
    [{ ratePer1: -Infinity }, 'notFinite', 'ratePer1', 'a finite number', '-Infinity'],
    [{ forward: 0 }, 'forwardNotPositive', 'forward', 'a forward above 0', '0'],
    [{ forward: -3 }, 'forwardNotPositive', 'forward', 'a forward above 0', '-3'],
    [{ strike: 0 }, 'strikeNotPositive', 'strike', 'a strike above 0', '0'],
    [{ tauYears: 0 }, 'expired', 'tauYears', 'a time to expiry above 0 years', '0'],
    [{ tauYears: -0.1 }, 'expired', 'tauYears', 'a time to expiry above 0 years', '-0.1'],
    [{ price: 0 }, 'priceNotPositive', 'price', 'a price above 0', '0'],
    [{ price: -1 }, 'priceNotPositive', 'price', 'a price above 0', '-1'],
    [{ strike: 80, price: 19 }, 'priceBelowIntrinsic', 'price', 'a price above the intrinsic value, 20', '19'],
    [
      { strike: 80, price: 20 },
      'timeValueBelowPrecision',
      'price',
      'a price above the intrinsic value, 20, by more than rounding',
      '20',
    ],
    [{ price: 100 }, 'priceAboveBound', 'price', 'a price below the discounted forward, 100', '100'],
    [
      { right: 'put', strike: 90, price: 95 },
      'priceAboveBound',
      'price',
      'a price below the discounted strike, 90',
      '95',
    ],
    // A rate of ln 2 over a year halves everything: the discounted intrinsic value is 10, the bounds 50 and 45.
    [
      { strike: 80, price: 9, ratePer1: Math.LN2 },
      'priceBelowIntrinsic',
      'price',
      'a price above the intrinsic value, 10',
      '9',
    ],
    [
      { strike: 80, price: 10, ratePer1: Math.LN2 },
      'timeValueBelowPrecision',
      'price',
      'a price above the intrinsic value, 10, by more than rounding',
      '10',
    ],
    [{ price: 51, ratePer1: Math.LN2 }, 'priceAboveBound', 'price', 'a price below the discounted forward, 50', '51'],
    [
      { right: 'put', strike: 90, price: 46, ratePer1: Math.LN2 },
      'priceAboveBound',
      'price',
      'a price below the discounted strike, 45',
      '46',
    ],
    [
      { price: 1e-310 },
      'outOfRange',
      'price',
      'a volatility, and numbers on the way to it, that fit a double',
      '1e-310',
    ],
  ] as const)('%o is refused as %s', (change, reason, field, expected, found) => {
    expect(impliedVolatility({ ...atTheMoney, ...change })).toEqual({
      kind: 'failure',
      reason,
      field,
      expected,
      found,
    });
  });

  it('never takes the roundings of a discount for a volatility, or for an arbitrage', () => {
    // e^(-rτ)(F - K) as a caller computes it, and below from more digits, rounded once.
    const rated = fc.record({
      forward: fc.double({ min: 50, max: 5_000, noNaN: true }),
      part: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      tauYears: fc.double({ min: 0.01, max: 10, noNaN: true }),
      ratePer1: fc.double({ min: -1, max: 1, noNaN: true }).filter((rate) => rate !== 0),
      right: fc.constantFrom('call' as const, 'put' as const),
    });
    fc.assert(
      fc.property(rated, ({ part, ...rest }) => {
        const strike = rest.right === 'call' ? rest.forward * part : rest.forward / part;
        const price = Math.exp(-rest.ratePer1 * rest.tauYears) * Math.abs(rest.forward - strike);
        expect(impliedVolatility({ ...rest, strike, price })).toMatchObject({ reason: 'timeValueBelowPrecision' });
      }),
      { numRuns: 20_000 },
    );
    for (const [price, forward, strike, tauYears, ratePer1] of DISCOUNTED_INTRINSIC) {
      const option = { price, forward, strike, tauYears, ratePer1, right: 'call' } as const;
      expect(impliedVolatility(option)).toMatchObject({ reason: 'timeValueBelowPrecision' });
      // What is more than the band of 8 + |rτ| roundings, and what is lost before it is looked at, isn't hidden.
      const wide = (14 + 2.1 * Math.abs(ratePer1 * tauYears)) * 2 ** -53;
      expect(impliedVolatility({ ...option, price: price * (1 - wide) })).toMatchObject({
        reason: 'priceBelowIntrinsic',
      });
      expect(impliedVolatility({ ...option, price: price * (1 + wide) }).kind).toBe('implied');
    }
  });

  it('answers a price one rounding above intrinsic, and says that one below is rounding', () => {
    const deep = { ...atTheMoney, strike: 50 };
    expect(impliedVolatility({ ...deep, price: 50 + 2 ** -47 }).kind).toBe('implied');
    expect(impliedVolatility({ ...deep, price: 50 - 2 ** -47 })).toMatchObject({ reason: 'timeValueBelowPrecision' });
    // Four roundings of 2^-53 are 2.2e-14 of 50: three steps of 2^-47 are within, four are not.
    expect(impliedVolatility({ ...deep, price: 50 - 3 * 2 ** -47 })).toMatchObject({
      reason: 'timeValueBelowPrecision',
    });
    expect(impliedVolatility({ ...deep, price: 50 - 4 * 2 ** -47 })).toMatchObject({ reason: 'priceBelowIntrinsic' });
    expect(impliedVolatility({ ...deep, price: 50 - 1e-9 })).toMatchObject({ reason: 'priceBelowIntrinsic' });
  });
});
