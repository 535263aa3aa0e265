import { describe, expect, it } from 'vitest';
import { describeMarginFailure } from '../marginFailures.js';
import { PARADEX_PORTFOLIO_MARGIN, type ScenarioMarginParameters } from './parameters.js';
import type { MarginPortfolio, MarginSpots } from './portfolio.js';
import { portfolioMargin } from './portfolioMargin.js';
import { call, perp, portfolio, SPOTS } from './scenario.sample.js';

const book = portfolio(0, perp(1));

function failureOf(
  of: MarginPortfolio,
  parameters: ScenarioMarginParameters = PARADEX_PORTFOLIO_MARGIN,
  spots: MarginSpots = SPOTS,
) {
  const margin = portfolioMargin(of, parameters, spots);
  return margin.ok ? undefined : margin.failure;
}

describe('bad input is refused by name', () => {
  it('an underlying without a spot, a leg without a mark, a leg that is there twice', () => {
    expect(failureOf(book, undefined, {})).toEqual({ code: 'MissingPrice', asset: 'BTC', found: undefined });
    expect(failureOf(portfolio(0, perp(1, { markUsd: 0 })))).toEqual({
      code: 'MissingPrice',
      asset: 'BTC-PERP',
      found: 0,
    });
    expect(failureOf(portfolio(0, perp(1), perp(2)))).toMatchObject({ code: 'DuplicateAsset', asset: 'BTC-PERP' });
    expect(failureOf(portfolio(0, perp(NaN)))).toMatchObject({ code: 'ValueOutOfRange', field: 'size' });
    expect(failureOf(portfolio(NaN, perp(1)))).toMatchObject({ code: 'ValueOutOfRange', field: 'cashUsd' });
    expect(failureOf({ ...book, feeProvisionUsd: -1 })).toMatchObject({ field: 'feeProvisionUsd' });
  });

  it.each([
    ['an expired option', { tauYears: 0 }, 'tauYears'],
    ['an option without a strike', { strikeUsd: 0 }, 'strike'],
    ['an option without a volatility', { markVol: 0 }, 'vol'],
  ] as const)('%s, in the words of its kernel', (_, more, field) => {
    const failure = failureOf(portfolio(0, perp(1), call(1, 30, more)));
    expect(failure).toMatchObject({ code: 'NotValued', asset: 'BTC-30-100000-C', field });
    expect(describeMarginFailure(failure!)).toMatch(/^Expected .+ of BTC-30-100000-C .+, was .+\.$/);
  });

  it.each([
    ['length', { scenarios: [] }],
    ['spotShock', { scenarios: [{ spotShock: -1, volShock: 0, weight: 1 }] }],
    ['weight', { scenarios: [{ spotShock: 0.1, volShock: 0, weight: 0 }] }],
    // −40 % times 30^0.3 = 2.77 at the floor of one day takes more than the whole volatility.
    ['volShock', { scenarios: [{ spotShock: 0, volShock: -0.4, weight: 1 }] }],
    ['maintenanceShare', { maintenanceShare: 1.5 }],
    ['netDeltaShare', { netDeltaShare: -1 }],
    ['daysToExpiryFloor', { daysToExpiryFloor: 0 }],
    ['liquidationPenaltyShare', { liquidationPenaltyShare: 1 }],
  ] as [string, Partial<ScenarioMarginParameters>][])('a parameter set whose %s contradicts it', (field, change) => {
    const failure = failureOf(book, { ...PARADEX_PORTFOLIO_MARGIN, ...change });
    expect(failure).toMatchObject({ code: 'ContradictingParameters', field });
  });
});
