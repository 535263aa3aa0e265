import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeriveExpiry } from '../derive/deriveMarket.js';
import type { SrmParameters, SrmUnderlyingParameters } from './parameters.js';
import type { SrmHolding, SrmMarket, SrmPortfolio, SrmUnderlying } from './portfolio.js';
import {
  ethExpiry,
  holdingOf,
  portfolioOf,
  publishedMarket,
  publishedParameters,
  publishedTerms,
} from './srm.sample.js';
import { type SrmMargin, srmMargin } from './srmMargin.js';

const marginOf = (portfolio: SrmPortfolio, market = publishedMarket, parameters = publishedParameters): SrmMargin => {
  const result = srmMargin(parameters, market, portfolio);
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.field} ${result.failure.found}`);
  return result.value;
};
const withEth = (changes: Partial<SrmUnderlying>, stableUsd = 1): SrmMarket => ({
  stableUsd,
  underlyings: publishedMarket.underlyings.map((one) => (one.underlying === 'ETH' ? { ...one, ...changes } : one)),
});
const longPerp = { amount: 1, unrealisedPnlUsd: -30, unsettledFundingUsd: 10 };

describe('the published cases of the standard manager', () => {
  // derivexyz/v2-core, StandardManager/test-cases.json: MM, IM and MtM as published.
  it.each([
    [
      'Test1: a short call at the money',
      portfolioOf([['call', 1500, -1]]),
      -191.87158518905994,
      -304.37158518905994,
      -79.37158518905994,
    ],
    [
      'Test3: a short call out of it',
      portfolioOf([['call', 1900, -1]]),
      -118.50826183542667,
      -156.00826183542665,
      -6.008261835426666,
    ],
    [
      'Test5: a call spread loses 200 at most',
      portfolioOf([
        ['call', 1100, -1],
        ['call', 1300, 1],
      ]),
      -200,
      -200,
      -187.08463766954605,
    ],
    [
      'Test7: with a tenth of a call uncapped',
      portfolioOf([
        ['call', 1200, 1],
        ['call', 1000, -1],
        ['call', 2500, -0.1],
      ]),
      -365.09166072420936,
      -380.09999351731926,
      -195.4249809081647,
    ],
    ['Test9: a long needs nothing', portfolioOf([['call', 1500, 1]]), 0, 0, 79.37158518905994],
    ['Test17: a perp', portfolioOf([], { perp: longPerp }), -95.25, -117.825, -20],
    [
      'Test21: a short put deep in the money',
      portfolioOf([['put', 4500, -1]]),
      -3224.104227075966,
      -3385.309438429764,
      -2999.1667228613637,
    ],
  ])('%s', (_name, portfolio, mm, im, markToMarket) => {
    const margin = marginOf(portfolio);
    const error = (ours: number, theirs: number): number => Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));
    expect(error(margin.maintenanceMarginUsd, mm)).toBeLessThan(1e-12);
    expect(error(margin.initialMarginUsd, im)).toBeLessThan(1e-12);
    expect(error(margin.markToMarketUsd, markToMarket)).toBeLessThan(1e-12);
  });

  it('every piece of Test7 has a name', () => {
    const [expiry] = marginOf(
      portfolioOf([
        ['call', 1200, 1],
        ['call', 1000, -1],
        ['call', 2500, -0.1],
      ]),
    ).holdings[0]!.expiries;
    expect(expiry!.isolated.mmUsd).toBeCloseTo(-624.9223153574605, 10);
    expect(expiry!.isolated.imUsd).toBeCloseTo(-741.1723153574604, 10);
    expect(expiry!.maxLoss.mmUsd).toBeCloseTo(-365.09166072420936, 10);
    expect(expiry!.margin).toEqual(expiry!.maxLoss);
  });
});

describe('what initial margin holds back', () => {
  const held = (portfolio: SrmPortfolio, market: SrmMarket): number => {
    const [holding] = marginOf(portfolio, market).holdings;
    return holding!.oracleImUsd + holding!.depegImUsd;
  };

  it('for feeds under their threshold: (1 - confidence) · 0.4 of spot', () => {
    // By hand: 0.9 · 0.4 · 1,500 = 540 for a coin.
    const unsure = withEth({ spotConfidence: 0.1 });
    expect(held(portfolioOf([], { baseAmount: 1 }), unsure)).toBeCloseTo(-540, 10);
    expect(held(portfolioOf([], { perp: longPerp }), unsure)).toBeCloseTo(-540, 10);
    expect(held(portfolioOf([['call', 1500, -1]]), unsure)).toBeCloseTo(-540, 10);
    expect(held(portfolioOf([['call', 1500, 1]]), unsure)).toBeCloseTo(0, 10);
    expect(held(portfolioOf([], { baseAmount: 1 }), withEth({ spotConfidence: 0.4 }))).toBeCloseTo(0, 10);
    const unsureVol = withEth({ expiries: [{ ...ethExpiry, volConfidence: 0.3 }] });
    expect(held(portfolioOf([['put', 1500, -2]]), unsureVol)).toBeCloseTo(-0.7 * 0.4 * 1500 * 2, 10);
  });

  it('for a stable under its peg: (0.98 - stable) · 1.2 of spot for each short and perp', () => {
    // By hand: 0.88 · 1.2 · 1,500 = 1,584 for one.
    const broken = withEth({}, 0.1);
    expect(held(portfolioOf([], { perp: longPerp }), broken)).toBeCloseTo(-1584, 9);
    expect(
      held(
        portfolioOf(
          [
            ['call', 1500, -2],
            ['put', 1500, 3],
          ],
          { perp: longPerp },
        ),
        broken,
      ),
    ).toBeCloseTo(-4752, 9);
    expect(marginOf(portfolioOf([], { perp: longPerp }), broken).maintenanceMarginUsd).toBeCloseTo(-95.25, 10);
  });
});

describe('an expiry that is past', () => {
  it('is worth what it settled at', () => {
    const market = withEth({ expiries: [{ ...ethExpiry, secondsToExpiry: 0, settlementPriceUsd: 1700 }] });
    const margin = marginOf(portfolioOf([['call', 1500, 1]]), market);
    expect(margin.markToMarketUsd).toBe(200);
  });
});

/** Numbers spread evenly over a range: doubles drawn by their bits are next to nothing for the most part. */
const decimals = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((thousandths) => thousandths / 1000);

describe('any portfolio', () => {
  const strikes = ethExpiry.markVols!.map(({ strikeUsd }) => strikeUsd);
  const portfolios = fc
    .record({
      cashUsd: decimals(-1e4, 1e4),
      perp: decimals(-5, 5),
      baseAmount: decimals(0, 5),
      legs: fc.array(
        fc.tuple(fc.constantFrom('call' as const, 'put' as const), fc.constantFrom(...strikes), decimals(-5, 5)),
        { maxLength: 6 },
      ),
    })
    .map(({ cashUsd, perp, baseAmount, legs }) =>
      portfolioOf(
        legs,
        { baseAmount, perp: { amount: perp, unrealisedPnlUsd: perp, unsettledFundingUsd: 0 } },
        cashUsd,
      ),
    );
  const SLACK_USD = 1e-6;

  it('cash added raises both margins by itself', () => {
    fc.assert(
      fc.property(portfolios, decimals(0, 1e4), (portfolio, cashUsd) => {
        const before = marginOf(portfolio);
        const after = marginOf({ ...portfolio, cashUsd: portfolio.cashUsd + cashUsd });
        expect(after.initialMarginUsd - before.initialMarginUsd).toBeCloseTo(cashUsd, 6);
        expect(after.maintenanceMarginUsd - before.maintenanceMarginUsd).toBeCloseTo(cashUsd, 6);
      }),
    );
  });

  it('initial margin is at most maintenance margin', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        const { initialMarginUsd, maintenanceMarginUsd } = marginOf(portfolio);
        expect(initialMarginUsd).toBeLessThanOrEqual(maintenanceMarginUsd + SLACK_USD);
      }),
    );
  });

  it('the worst payoff is found: no settlement price up to the last strike pays less, nor any when calls are capped', () => {
    fc.assert(
      fc.property(portfolios, decimals(0, 6000), (portfolio, settlementUsd) => {
        const [holding] = portfolio.holdings as [SrmHolding];
        if (holding.options.length === 0) return;
        const netCalls = holding.options.reduce((sum, { right, amount }) => sum + (right === 'call' ? amount : 0), 0);
        if (netCalls < 0 && settlementUsd > Math.max(...holding.options.map(({ strikeUsd }) => strikeUsd))) return;
        const payoff = holding.options.reduce((sum, { right, strikeUsd, amount }) => {
          return sum + amount * Math.max(0, right === 'call' ? settlementUsd - strikeUsd : strikeUsd - settlementUsd);
        }, 0);
        expect(marginOf(portfolio).holdings[0]!.expiries[0]!.maxLoss.mmUsd).toBeLessThanOrEqual(payoff + SLACK_USD);
      }),
    );
  });
});

describe('what is refused, by name', () => {
  const call = portfolioOf([['call', 1500, -1]]);
  const refusal = (portfolio: SrmPortfolio, market = publishedMarket, parameters = publishedParameters): unknown => {
    const result = srmMargin(parameters, market, portfolio);
    return result.ok ? undefined : [result.failure.code, result.failure.field];
  };
  const expiry = (changes: Partial<DeriveExpiry>): SrmMarket => withEth({ expiries: [{ ...ethExpiry, ...changes }] });
  const terms = (changes: Partial<SrmUnderlyingParameters>): SrmParameters => ({
    ...publishedParameters,
    underlyings: [{ ...publishedTerms, ...changes }],
  });
  const { option, perp, base } = publishedTerms;

  it.each([
    [call, expiry({ markVols: [] }), 'MissingVol', 'vol of the call at 1500'],
    [call, withEth({ expiries: [] }), 'UnknownExpiry', 'expiry of the call at 1500'],
    [call, expiry({ secondsToExpiry: -1 }), 'OptionExpired', 'expiry 500400'],
    [call, expiry({ volConfidence: 1.5 }), 'ConfidenceOutOfRange', 'vol confidence of expiry 500400'],
    [call, withEth({ spotUsd: undefined }), 'MissingPrice', 'ETH'],
    [portfolioOf([], { baseAmount: 1 }, -5), withEth({ spotUsd: undefined }), 'MissingPrice', 'ETH'],
    [portfolioOf([], { perp: longPerp }), withEth({ perp: undefined }), 'MissingPrice', 'the ETH perp'],
    [call, withEth({}, Number.NaN), 'MissingPrice', 'the stable'],
    [portfolioOf([], { underlying: 'SOL' }), publishedMarket, 'UnknownMarket', 'holdings'],
    [{ cashUsd: 0, holdings: [holdingOf([]), holdingOf([])] }, publishedMarket, 'DuplicateEntry', 'holdings'],
    [portfolioOf([], { baseAmount: Number.NaN }), publishedMarket, 'ValueOutOfRange', 'amount of ETH'],
  ])('feeds and legs %#', (portfolio, market, code, field) => {
    expect(refusal(portfolio, market)).toEqual([code, field]);
  });

  it.each([
    [terms({ option: { ...option, minSpot: 0.2 } }), 'ParametersContradict', 'ETH option.minSpot'],
    [terms({ option: { ...option, mmCallSpot: 0.12 } }), 'ParametersContradict', 'ETH option.mmCallSpot'],
    [terms({ option: { ...option, unpairedMm: 1.3 } }), 'ParametersContradict', 'ETH option.unpairedMm'],
    [terms({ option: { ...option, mmOffset: 0.9 } }), 'ParametersContradict', 'ETH option.mmOffset'],
    [terms({ perp: { ...perp, mmShare: 0.1 } }), 'ParametersContradict', 'ETH perp.mmShare'],
    [terms({ base: { ...base, marginFactor: 1.1 } }), 'ValueOutOfRange', 'ETH base.marginFactor'],
    [
      { ...publishedParameters, underlyings: [publishedTerms, publishedTerms] },
      'DuplicateEntry',
      'underlyings of the parameters',
    ],
    [{ ...publishedParameters, underlyings: [] }, 'UnknownMarket', 'holdings'],
  ])('parameters %#', (parameters, code, field) => {
    expect(refusal(call, publishedMarket, parameters)).toEqual([code, field]);
  });
});
