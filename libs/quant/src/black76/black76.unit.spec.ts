import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateBlack76Inputs, allocateBlack76Outputs, BLACK76_REASONS, black76, black76Columns } from '../index.js';
import type { Black76Greeks, Black76Input } from '../index.js';

function valued(input: Black76Input): Black76Greeks {
  const result = black76(input);
  if (result.kind === 'failure') throw new Error(`${result.field}: expected ${result.expected}, was ${result.found}`);
  return result.greeks;
}

const right = (put: boolean): 'call' | 'put' => (put ? 'put' : 'call');

/**
 * Every price and Greek by mpmath 1.3.0 at 60 digits, from the textbook price alone: derivatives by numerical
 * differentiation. Expected: price, delta, gamma, vega/vol point, theta/day, rho (spot held),
 * rho (forward held), vanna/vol point, volga/vol point², charm/day.
 */
const MPMATH: readonly { readonly input: Black76Input; readonly expected: readonly number[] }[] = [
  {
    input: { forward: 2405.9, strike: 2400, tauYears: 0.0279, vol: 0.86, ratePer1: 0, right: 'call' },
    expected: [
      140.55854628788833, 0.5354259496743029, 0.001149781019827043, 1.596882398745223, -6.742862782544762,
      32.018674614335126, -3.9215834414320847, 0.00025289078743503685, -9.03641327688847e-5, -0.0010678356026618142,
    ],
  },
  {
    input: { forward: 2405.9, strike: 2400, tauYears: 0.0279, vol: 0.86, ratePer1: 0, right: 'put' },
    expected: [
      134.65854628788824, -0.4645740503256971, 0.001149781019827043, 1.596882398745223, -6.742862782544762,
      -34.941325385664875, -3.7569734414320823, 0.00025289078743503685, -9.03641327688847e-5, -0.0010678356026618142,
    ],
  },
  {
    input: { forward: 1700, strike: 1650, tauYears: 0.0225, vol: 0.55, ratePer1: 0.04, right: 'put' },
    expected: [
      33.64990846211557, -0.34312686953292704, 0.0026201819034127266, 0.9370753054817691, -3.1341596326493453,
      -13.88172570003206, -0.7571229403976003, -0.0021421046973742397, 0.002201902518016917, 0.007135350379934486,
    ],
  },
  {
    input: { forward: 1700, strike: 2400, tauYears: 0.5, vol: 0.75, ratePer1: 0.05, right: 'call' },
    expected: [
      159.15083824054912, 0.34144808343872446, 0.000400736368326732, 4.342980391740959, -0.8705917464891628,
      210.65545180264124, -79.57541912027456, 0.004409656654289089, 0.020411790702131366, -0.0008593201230130012,
    ],
  },
  {
    input: { forward: 100, strike: 140, tauYears: 0.01, vol: 0.3, ratePer1: 0.01, right: 'call' },
    expected: [
      5.317335095804045e-30, 2.0214787546968095e-29, 7.606589631035714e-29, 2.281976889310714e-29,
      -9.377972648304041e-29, 2.0161614196010054e-29, -5.317335095804045e-32, 8.542763971827599e-29,
      9.568528855802088e-29, -3.510719381631192e-28,
    ],
  },
  {
    input: { forward: 60000, strike: 50000, tauYears: 1.5, vol: 1.2, ratePer1: -0.01, right: 'put' },
    expected: [
      25128.84740908857, -0.19814759409976135, 3.1758095735769947e-6, 205.79246036778923, -23.241059969321793,
      -55526.554582611374, -37693.27111363285, 0.0014254278969637257, -0.8996741809963914, -0.0001507825751713737,
    ],
  },
];

// E. G. Haug, "The complete guide to option pricing formulas" (1998), as listed in QuantLib test-suite/europeanoption.cpp
// (testValues). Columns: put, K, S, q, r, T, σ, value. The book rounds to four decimals, QuantLib's tolerance is 1e-4.
const HAUG: readonly (readonly [boolean, number, number, number, number, number, number, number])[] = [
  [false, 65, 60, 0, 0.08, 0.25, 0.3, 2.1334],
  [true, 95, 100, 0.05, 0.1, 0.5, 0.2, 2.4648],
  [true, 19, 19, 0.1, 0.1, 0.75, 0.28, 1.7011],
  [false, 19, 19, 0.1, 0.1, 0.75, 0.28, 1.7011],
  [false, 1.6, 1.56, 0.08, 0.06, 0.5, 0.12, 0.0291],
  [true, 70, 75, 0.05, 0.1, 0.5, 0.35, 4.087],
  [false, 100, 90, 0.1, 0.1, 0.1, 0.15, 0.0205],
  [false, 100, 100, 0.1, 0.1, 0.1, 0.15, 1.8734],
  [false, 100, 110, 0.1, 0.1, 0.1, 0.15, 9.9413],
  [false, 100, 90, 0.1, 0.1, 0.1, 0.25, 0.315],
  [false, 100, 100, 0.1, 0.1, 0.1, 0.25, 3.1217],
  [false, 100, 110, 0.1, 0.1, 0.1, 0.25, 10.3556],
  [false, 100, 90, 0.1, 0.1, 0.1, 0.35, 0.9474],
  [false, 100, 100, 0.1, 0.1, 0.1, 0.35, 4.3693],
  [false, 100, 110, 0.1, 0.1, 0.1, 0.35, 11.1381],
  [false, 100, 90, 0.1, 0.1, 0.5, 0.15, 0.8069],
  [false, 100, 100, 0.1, 0.1, 0.5, 0.15, 4.0232],
  [false, 100, 110, 0.1, 0.1, 0.5, 0.15, 10.5769],
  [false, 100, 90, 0.1, 0.1, 0.5, 0.25, 2.7026],
  [false, 100, 100, 0.1, 0.1, 0.5, 0.25, 6.6997],
  [false, 100, 110, 0.1, 0.1, 0.5, 0.25, 12.7857],
  [false, 100, 90, 0.1, 0.1, 0.5, 0.35, 4.9329],
  [false, 100, 100, 0.1, 0.1, 0.5, 0.35, 9.3679],
  [false, 100, 110, 0.1, 0.1, 0.5, 0.35, 15.3086],
  [true, 100, 90, 0.1, 0.1, 0.1, 0.15, 9.921],
  [true, 100, 100, 0.1, 0.1, 0.1, 0.15, 1.8734],
  [true, 100, 110, 0.1, 0.1, 0.1, 0.15, 0.0408],
  [true, 100, 90, 0.1, 0.1, 0.1, 0.25, 10.2155],
  [true, 100, 100, 0.1, 0.1, 0.1, 0.25, 3.1217],
  [true, 100, 110, 0.1, 0.1, 0.1, 0.25, 0.4551],
  [true, 100, 90, 0.1, 0.1, 0.1, 0.35, 10.8479],
  [true, 100, 100, 0.1, 0.1, 0.1, 0.35, 4.3693],
  [true, 100, 110, 0.1, 0.1, 0.1, 0.35, 1.2376],
  [true, 100, 90, 0.1, 0.1, 0.5, 0.15, 10.3192],
  [true, 100, 100, 0.1, 0.1, 0.5, 0.15, 4.0232],
  [true, 100, 110, 0.1, 0.1, 0.5, 0.15, 1.0646],
  [true, 100, 90, 0.1, 0.1, 0.5, 0.25, 12.2149],
  [true, 100, 100, 0.1, 0.1, 0.5, 0.25, 6.6997],
  [true, 100, 110, 0.1, 0.1, 0.5, 0.25, 3.2734],
  [true, 100, 90, 0.1, 0.1, 0.5, 0.35, 14.4452],
  [true, 100, 100, 0.1, 0.1, 0.5, 0.35, 9.3679],
  [true, 100, 110, 0.1, 0.1, 0.5, 0.35, 5.7963],
  [false, 40, 42, 0.08, 0.04, 0.75, 0.35, 5.0975],
];

// OpenGamma Strata, BlackFormulaRepositoryTest: undiscounted calls, F 104, T 4.5, a row per strike, a column per vol.
const STRATA_STRIKES = [85, 90, 95, 100, 103, 108, 120, 150, 250];
const STRATA_VOLS = [0.1, 0.12, 0.15, 0.2, 0.3, 0.5, 0.8];
const STRATA_PRICES = [
  [
    20.816241352493662, 21.901361401145017, 23.739999392248883, 27.103751052550102, 34.22506482807403, 48.312929458905,
    66.87809290575849,
  ],
  [
    17.01547107842069, 18.355904456594594, 20.492964568435653, 24.216799858954104, 31.81781516125381, 46.52941355755593,
    65.73985671517116,
  ],
  [
    13.655000481751557, 15.203913570037663, 17.57850003037605, 21.58860329455819, 29.58397731664536, 44.842632571211,
    64.65045683512315,
  ],
  [
    10.76221357246159, 12.452317171280882, 14.990716295389468, 19.207654124402573, 27.51258894693435, 43.24555444486169,
    63.606185385322505,
  ],
  [
    9.251680464551534, 10.990050517334176, 13.589326615797177, 17.892024398947207, 26.343236303647927,
    42.327678792768694, 62.99989771948578,
  ],
  [
    7.094602606393259, 8.852863501660629, 11.492701186228047, 15.876921735149438, 24.50948746286295, 40.86105495729011,
    62.02112426294542,
  ],
  [
    3.523029591534474, 5.0769317175689395, 7.551079210499658, 11.857770325364342, 20.641589813250427, 37.63447312094027,
    59.81944968154744,
  ],
  [
    0.4521972353043875, 1.0637022636084144, 2.442608010436077, 5.613178543779881, 13.579915684294491,
    31.040979917191127, 55.062112340600244,
  ],
  [
    0.0001328198130230618, 0.0029567128738985232, 0.04468941116428932, 0.47558224046532205, 3.8091577630027356,
    18.03481967011267, 43.99634090899799,
  ],
];

describe('black76', () => {
  it.each(MPMATH)('$input: price and Greeks as mpmath', ({ input, expected }) => {
    const greeks = valued(input);
    const found = [
      greeks.price,
      greeks.delta,
      greeks.gammaPerUsd,
      greeks.vegaPerVolPoint,
      greeks.thetaPerDay,
      greeks.rhoPer1,
      greeks.forwardRhoPer1,
      greeks.vannaPerVolPoint,
      greeks.volgaPerVolPointSquared,
      greeks.charmPerDay,
    ];
    // Eleven deviations out of the money the price is a difference of two numbers 400 times its size.
    const tolerance = greeks.price < 1e-20 ? 1e-11 : 1e-13;
    found.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(tolerance));
  });

  it.each(HAUG)('Haug: put %s K %d S %d q %d r %d T %d σ %d', (put, strike, spot, q, rate, tau, vol, expected) => {
    const forward = spot * Math.exp((rate - q) * tau);
    const { price } = valued({ forward, strike, tauYears: tau, vol, ratePer1: rate, right: right(put) });
    expect(Math.abs(price - expected)).toBeLessThanOrEqual(1e-4);
  });

  it('Haug: spot Greeks of europeanoption.cpp testGreekValues, from ours on the forward', () => {
    const carried = (spot: number, strike: number, q: number, rate: number, tau: number, vol: number, put: boolean) => {
      const growth = Math.exp((rate - q) * tau);
      return {
        growth,
        ...valued({ forward: spot * growth, strike, tauYears: tau, vol, ratePer1: rate, right: right(put) }),
      };
    };
    const call = carried(105, 100, 0.1, 0.1, 0.5, 0.36, false);
    const put = carried(105, 100, 0.1, 0.1, 0.5, 0.36, true);
    expect(call.delta * call.growth).toBeCloseTo(0.5946, 4);
    expect(put.delta * put.growth).toBeCloseTo(-0.3566, 4);
    const curved = carried(55, 60, 0, 0.1, 0.75, 0.3, false);
    expect(curved.gammaPerUsd * curved.growth ** 2).toBeCloseTo(0.0278, 4);
    expect(curved.vegaPerVolPoint * 100).toBeCloseTo(18.9358, 4);
    // With spot held the forward itself drifts: θ_spot = θ_forward - (r - q)·F·delta.
    const decaying = carried(430, 405, 0.05, 0.07, 1 / 12, 0.2, true);
    const thetaSpot = decaying.thetaPerDay * 365 - 0.02 * 430 * decaying.growth * decaying.delta;
    expect(thetaSpot).toBeCloseTo(-31.1924, 4);
    expect(carried(72, 75, 0, 0.09, 1, 0.19, false).rhoPer1).toBeCloseTo(38.7325, 4);
  });

  it('Strata: 63 undiscounted prices to 1e-13', () => {
    STRATA_STRIKES.forEach((strike, row) =>
      STRATA_VOLS.forEach((vol, column) => {
        const { price } = valued({ forward: 104, strike, tauYears: 4.5, vol, ratePer1: 0, right: 'call' });
        expect(Math.abs(price - STRATA_PRICES[row]![column]!)).toBeLessThan(1e-13);
      }),
    );
  });

  it('Derive: the at-the-money week of lyra-utils Black76.t.sol', () => {
    for (const side of ['call', 'put'] as const) {
      const { price } = valued({
        forward: 1500,
        strike: 1500,
        tauYears: 7 / 365,
        vol: 1,
        ratePer1: 0,
        right: side,
      });
      expect(price).toBeCloseTo(82.80508066863456, 12);
    }
  });

  it('keeps put-call parity: C - P = D(F - K)', () => {
    const inputs = fc.record({
      forward: fc.double({ min: 1, max: 1e5, noNaN: true }),
      strike: fc.double({ min: 1, max: 1e5, noNaN: true }),
      tauYears: fc.double({ min: 1e-4, max: 5, noNaN: true }),
      vol: fc.double({ min: 0.01, max: 5, noNaN: true }),
      ratePer1: fc.double({ min: -0.1, max: 0.3, noNaN: true }),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const call = valued({ ...input, right: 'call' });
        const put = valued({ ...input, right: 'put' });
        const parity = Math.exp(-input.ratePer1 * input.tauYears) * (input.forward - input.strike);
        expect(Math.abs(call.price - put.price - parity)).toBeLessThan(1e-14 * 20 * (input.forward + input.strike));
      }),
    );
  });

  it('names what it refuses', () => {
    const good: Black76Input = {
      forward: 100,
      strike: 100,
      tauYears: 0.1,
      vol: 0.5,
      ratePer1: 0,
      right: 'call',
    };
    const refused = (change: Partial<Black76Input>) => black76({ ...good, ...change });
    expect(refused({ tauYears: 0 })).toEqual({
      kind: 'failure',
      reason: 'expired',
      field: 'tauYears',
      expected: 'a time to expiry above 0 years',
      found: '0',
    });
    expect(refused({ tauYears: -1 })).toMatchObject({ reason: 'expired', found: '-1' });
    expect(refused({ vol: 0 })).toMatchObject({ reason: 'volNotPositive', field: 'vol' });
    expect(refused({ forward: -1 })).toMatchObject({ reason: 'forwardNotPositive', field: 'forward' });
    expect(refused({ strike: 0 })).toMatchObject({ reason: 'strikeNotPositive', field: 'strike' });
    expect(refused({ vol: NaN })).toMatchObject({ reason: 'notFinite', field: 'vol', found: 'NaN' });
    expect(refused({ ratePer1: Infinity })).toMatchObject({ reason: 'notFinite', field: 'ratePer1' });
    expect(refused({ ratePer1: -1e6 })).toMatchObject({ reason: 'outOfRange', field: 'result' });
  });

  it('is total: any numbers give finite Greeks or a reason', () => {
    const any = fc.double();
    fc.assert(
      fc.property(any, any, any, any, any, fc.boolean(), (forward, strike, tauYears, vol, ratePer1, put) => {
        const result = black76({ forward, strike, tauYears, vol, ratePer1, right: right(put) });
        if (result.kind === 'valued') expect(Object.values(result.greeks).every(Number.isFinite)).toBe(true);
        else expect(result.expected).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('black76Columns', () => {
  it('gives the scalar bits row by row, and a bad row spoils only itself', () => {
    const inputs = allocateBlack76Inputs(MPMATH.length + 1);
    const out = allocateBlack76Outputs(MPMATH.length + 1);
    MPMATH.forEach(({ input }, i) => {
      inputs.forward[i] = input.forward;
      inputs.strike[i] = input.strike;
      inputs.tauYears[i] = input.tauYears;
      inputs.vol[i] = input.vol;
      inputs.ratePer1[i] = input.ratePer1;
      inputs.isPut[i] = input.right === 'put' ? 1 : 0;
    });
    black76Columns(inputs, out);
    MPMATH.forEach(({ input }, i) => {
      const greeks = valued(input);
      for (const name of Object.keys(greeks) as (keyof Black76Greeks)[]) expect(out[name][i]).toBe(greeks[name]);
    });
    expect(BLACK76_REASONS[out.reason[MPMATH.length]!]).toBe('forwardNotPositive');
    expect(out.price[MPMATH.length]).toBeNaN();
  });

  it('refuses columns of different length', () => {
    expect(() => black76Columns(allocateBlack76Inputs(2), allocateBlack76Outputs(3))).toThrow(
      'Expected column price of 2 rows, was 3.',
    );
  });
});
