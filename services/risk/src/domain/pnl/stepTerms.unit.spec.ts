import { describe, expect, it } from 'vitest';
import type { LegKind } from './legKind.js';
import { liquidityChange } from './liquidityChange.js';
import type { UnitMark } from './marksOfLeg.js';
import { PNL_TERMS, type PnlTerm } from './pnlColumns.js';
import { stepTerms } from './stepTerms.js';

const DAY_US = 86_400_000_000;

const FLAT: UnitMark = {
  priceUsd: 0,
  forwardUsd: 0,
  spotUsd: 0,
  vol: 0,
  delta: 0,
  gamma: 0,
  vega: 0,
  theta: 0,
  vanna: 0,
  volga: 0,
  charm: 0,
  carry: 0,
  shortCharge: 0,
  trackedUsd: Number.NaN,
  timeUs: 0,
};

const mark = (more: Partial<UnitMark>): UnitMark => ({ ...FLAT, ...more });

/** The terms of one unit, those that are zero left out. */
function termsOf(kind: LegKind, from: UnitMark, to: UnitMark, normFactorChange = 0): Partial<Record<PnlTerm, number>> {
  const terms: Partial<Record<PnlTerm, number>> = {};
  stepTerms(kind, from, to, { normFactorChange }, (column, usd) => {
    if (usd !== 0) terms[PNL_TERMS[column]!] = (terms[PNL_TERMS[column]!] ?? 0) + usd;
  });
  return terms;
}

const sumOf = (terms: Partial<Record<PnlTerm, number>>): number =>
  Object.values(terms).reduce((sum, usd) => sum + usd, 0);

describe('stepTerms', () => {
  it('takes a coin by its delta on spot, and a dollar coin by its peg', () => {
    const coin = { delta: 1, forwardUsd: 1700, priceUsd: 1700, spotUsd: 1700 };
    const moved = { ...coin, forwardUsd: 1710, priceUsd: 1710, spotUsd: 1710 };
    expect(termsOf('holding', mark(coin), mark(moved))).toEqual({ deltaUsd: 10 });
    const dollar = { delta: 0.999, forwardUsd: 0.999, priceUsd: 0.999, spotUsd: 1 };
    const pegged = { ...dollar, delta: 1.001, forwardUsd: 1.001, priceUsd: 1.001 };
    expect(termsOf('holding', mark(dollar), mark(pegged)).basisUsd).toBeCloseTo(0.002, 12);
  });

  it('gives what a staked coin gains or loses against what it follows to the basis', () => {
    // 1.15 ETH of delta; ETH rises by 10, so 11.5; the coin itself rises by 9 alone.
    const staked = { delta: 1.15, priceUsd: 1955, forwardUsd: 1700, spotUsd: 1700, trackedUsd: 1955 };
    const moved = { ...staked, priceUsd: 1964, forwardUsd: 1710, spotUsd: 1710, trackedUsd: 1966.5 };
    const terms = termsOf('holding', mark(staked), mark(moved));
    expect(terms.deltaUsd).toBeCloseTo(11.5, 9);
    expect(terms.basisUsd).toBeCloseTo(-2.5, 9);
  });

  it('takes a share of a lending pool by its coin and by the interest that its price grows with', () => {
    // Index 1.1 at 1700; half a day at 0.2 a day; ETH rises by 10.
    const before = mark({ delta: 1.1, spotUsd: 1700, forwardUsd: 1700, priceUsd: 1870, carry: 0.2 });
    const after = mark({ ...before, spotUsd: 1710, forwardUsd: 1710, timeUs: DAY_US / 2 });
    const terms = termsOf('share', before, after);
    expect(terms.deltaUsd).toBeCloseTo(11, 12);
    expect(terms).toMatchObject({ interestUsd: 0.1 });
    expect(terms.basisUsd).toBeUndefined();
  });

  it('takes a perpetual by spot, by its mark against spot, and by the funding of the time between', () => {
    const before = mark({ delta: 1, spotUsd: 1700, forwardUsd: 1702, priceUsd: 1702, carry: -0.5 });
    const after = mark({ delta: 1, spotUsd: 1710, forwardUsd: 1711, priceUsd: 1711, timeUs: DAY_US / 4 });
    expect(termsOf('linear', before, after)).toEqual({ deltaUsd: 10, basisUsd: -1, fundingUsd: -0.125 });
  });

  it('takes an option by its Greeks to the second order', () => {
    const before = mark({
      delta: 0.4,
      gamma: 0.002,
      vega: 1.5,
      theta: -2,
      vanna: 0.01,
      volga: 0.02,
      charm: 0.05,
      spotUsd: 1700,
      forwardUsd: 1700,
      vol: 0.45,
    });
    const after = mark({ ...before, spotUsd: 1709, forwardUsd: 1710, vol: 0.47, timeUs: DAY_US / 2 });
    const terms = termsOf('option', before, after);
    // Spot rises by 9, the forward by 10; two vol points; half a day.
    expect(terms.deltaUsd).toBeCloseTo(0.4 * 9, 12);
    expect(terms.basisUsd).toBeCloseTo(0.4 * 1, 12);
    expect(terms.gammaUsd).toBeCloseTo(0.5 * 0.002 * 100, 12);
    expect(terms.vegaUsd).toBeCloseTo(1.5 * 2, 12);
    expect(terms.thetaUsd).toBeCloseTo(-1, 12);
    // Vanna 0.01·10·2 = 0.2, volga 0.02·4/2 = 0.04, charm 0.05·10·0.5 = 0.25.
    expect(terms.higherOrdersUsd).toBeCloseTo(0.49, 12);
  });

  it('takes an inverse contract by its own formula, to the third order', () => {
    // Ten dollars' contracts, −10·S/F: from S 2000, F 2010 to S 2020, F 2035.
    const [size, spotUsd, forwardUsd] = [10, 2000, 2010];
    const basis = forwardUsd - spotUsd;
    const before = mark({
      spotUsd,
      forwardUsd,
      priceUsd: (-size * spotUsd) / forwardUsd,
      delta: (-size * basis) / forwardUsd ** 2,
      gamma: (2 * size * basis) / forwardUsd ** 3,
    });
    const after = mark({ spotUsd: 2020, forwardUsd: 2035, priceUsd: (-size * 2020) / 2035 });
    const terms = termsOf('inverse', before, after);
    // What the basis alone does from 10 to 15: −10·(2020/2035 − 2020/2030).
    expect(terms.basisUsd).toBeCloseTo(-10 * (2020 / 2035 - 2020 / 2030), 12);
    expect(Math.abs(sumOf(terms) - (after.priceUsd - before.priceUsd))).toBeLessThan(1e-7);
  });

  it('takes a power perpetual by spot squared, normalisation factor and variance', () => {
    const f = 17.5 / 365;
    const [value, spotUsd, v0, v1, g] = [60, 1700, 0.3, 0.31, -0.001];
    const after = value * (1 + g) * 1.01 ** 2 * Math.exp(f * (v1 - v0));
    const from = mark({
      priceUsd: value,
      spotUsd,
      forwardUsd: spotUsd,
      delta: (2 * value) / spotUsd,
      gamma: (2 * value) / spotUsd ** 2,
      vol: Math.sqrt(v0),
      theta: (-value * v0) / 365,
    });
    const to = mark({ priceUsd: after, spotUsd: 1717, forwardUsd: 1717, vol: Math.sqrt(v1) });
    const terms = termsOf('powerPerp', from, to, g);
    expect(terms.deltaUsd).toBeCloseTo(60 * 2 * 0.01, 9);
    expect(terms.gammaUsd).toBeCloseTo(60 * 0.01 ** 2, 9);
    expect(terms.fundingUsd).toBeCloseTo(-0.06, 9);
    expect(terms.vegaUsd).toBeCloseTo(60 * f * 0.01, 9);
    // Third orders: V·(s²g + s²h + 2s·h²/2 + 2s·g·h + …), below 60·1e-7.
    expect(Math.abs(sumOf(terms) - (after - value))).toBeLessThan(1e-5);
  });

  it('reads a variance below zero from theta, where a mark below the index has no volatility', () => {
    const f = 17.5 / 365;
    const below = { priceUsd: 60, spotUsd: 1700, forwardUsd: 1700, vol: 0, theta: (60 * 0.1) / 365 };
    const to = { ...below, priceUsd: 60 * Math.exp(f * 0.02), theta: (60 * Math.exp(f * 0.02) * 0.08) / 365 };
    // From −0.1 to −0.08 a year.
    expect(termsOf('powerPerp', mark(below), mark(to)).vegaUsd).toBeCloseTo(60 * f * 0.02, 9);
  });
});

/** Values, deltas and gammas of L = 1000 over [1500, 2500], as domain handbooks and the white paper's formulas give them. */
const RANGE = {
  1000: mark({ priceUsd: 5819.888974716112, delta: 5.819888974716112, forwardUsd: 1000, spotUsd: 1000 }),
  2000: mark({
    priceUsd: 10_712.885637917423,
    delta: 2.3606797749978967,
    gamma: -0.005590169943749474,
    forwardUsd: 2000,
    spotUsd: 2000,
  }),
  3000: mark({ priceUsd: 11_270.166537925832, forwardUsd: 3000, spotUsd: 3000 }),
} as const;

describe('liquidityChange', () => {
  it.each([
    [2000, 3000],
    [2000, 1000],
    [3000, 2000],
    [1000, 2000],
    [1000, 3000],
  ] as const)('follows the curve from %i to %i, over the ends of the range', (from, to) => {
    expect(liquidityChange(RANGE[from], RANGE[to])).toBeCloseTo(RANGE[to].priceUsd - RANGE[from].priceUsd, 6);
  });

  it('loses L·(√P′ − √P)²/√P to arbitrage within the range, whatever the mark says', () => {
    const to = mark({ ...RANGE[2000], forwardUsd: 2100, spotUsd: 2100, priceUsd: 99_999 });
    const terms = termsOf('liquidity', RANGE[2000], to);
    // √2100 − √2000 = 1.10439739953; squared 1.21969361614; times 1000 over 44.72135955 is 27.2731776.
    expect(terms.lvrUsd).toBeCloseTo(-27.2731776, 5);
    expect(terms.deltaUsd).toBeCloseTo(236.067977499789, 9);
  });

  it('knows nothing but delta outside the range', () => {
    const below = mark({ ...RANGE[1000], forwardUsd: 900, spotUsd: 900, priceUsd: 900 * 5.819888974716112 });
    expect(liquidityChange(RANGE[1000], below)).toBeCloseTo(-581.9888974716112, 9);
  });
});
