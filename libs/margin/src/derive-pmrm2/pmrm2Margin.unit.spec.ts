import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeriveExpiry, DeriveOption } from '../derive/deriveMarket.js';
import type { Pmrm2Parameters } from './parameters.js';
import { case12Expiry, case12Market, case12Parameters, case12Portfolio, nothing } from './pmrm2.sample.js';
import { type Pmrm2Margin, pmrm2Margin } from './pmrm2Margin.js';
import type { Pmrm2Market, Pmrm2Portfolio } from './portfolio.js';
import { shockedVol } from './shockedValues.js';

const marginOf = (
  portfolio: Pmrm2Portfolio,
  market: Pmrm2Market = case12Market,
  parameters: Pmrm2Parameters = case12Parameters,
): Pmrm2Margin => {
  const result = pmrm2Margin(parameters, market, portfolio);
  if (!result.ok) throw new Error(`${result.failure.code} ${result.failure.field} ${result.failure.found}`);
  return result.value;
};
/** Numbers spread evenly over a range: doubles drawn by their bits are next to nothing for the most part. */
const decimals = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((thousandths) => thousandths / 1000);
const relative = (ours: number, theirs: number): number => Math.abs(ours / theirs - 1);

describe('the worked case 12: a naked short call', () => {
  // derivexyz/v2-core, PMRM_2 portfolio case 12, as the domain handbook prints it (2.1).
  const margin = marginOf(case12Portfolio);
  const expiry = margin.expiries[0]!;
  const leg = expiry.legs[0]!;
  const loss = (spotShock: number, volShock: string): number =>
    margin.scenarios.find((one) => one.spotShock === spotShock && one.volShock === volShock)!.pnlUsd;

  it.each([
    ['mark vol', leg.vol, 0.453803924321583],
    ['discount', Math.exp(-expiry.ratePer1 * expiry.tauYears), 0.9962264490688729],
    ['log moneyness', leg.skew.logMoneyness, 0.043151017850228957],
    ['linear skew', leg.skew.linear, 1.01652586234559],
    ['absolute skew', leg.skew.abs, 1.01652586234559],
    ['vol up', expiry.volUp, 1.712811375927374],
    ['vol down', expiry.volDown, 0.6079537432399443],
    ['vol shocked up', shockedVol(leg, expiry, 'up', 0.45), 0.7772805240184925],
    ['vol shocked down', shockedVol(leg, expiry, 'down', 0.45), 0.2758917944882828],
    ['discount of what is owed to it', expiry.discount.positive, 0.9445087287221925],
    ['discount of what it owes', expiry.discount.negative, 1.0037878445554764],
    ['option value', margin.optionsUsd, -1186.4185694587657],
    ['loss at +18 %, vol up', loss(1.18, 'up'), -12939.312020443322],
    ['tail +50 %', loss(1.5, 'up'), -3058.966961715574],
    ['tail +100 %', loss(2, 'up'), -3253.2094618153274],
    ['tail -33 %', loss(0.67, 'up'), 129.384515024796],
    ['linear skew loss', loss(1, 'linear'), -43.4339525950301],
    ['absolute skew loss', loss(1, 'abs'), -43.4339525950301],
    ['basis', margin.basisPnlUsd, -947.2098049301085],
    ['worst', margin.worstPnlUsd, -12939.312020443322],
    ['option contingency, maintenance', margin.contingencies.optionMmUsd, -286.99051814565],
    ['option contingency, initial', margin.contingencies.optionImUsd, -191.3270120971],
    ['initial margin', margin.initialMarginUsd, -14604.048120144837],
    ['maintenance margin', margin.maintenanceMarginUsd, -11824.858703959073],
  ])('%s', (_name, ours, theirs) => {
    expect(relative(ours, theirs)).toBeLessThan(1e-12);
  });

  it('names the scenario that decides', () => {
    expect(margin.worst).toEqual({ kind: 'scenario', index: 0 });
  });
});

describe('the simple published cases', () => {
  it('cash alone is its own margin', () => {
    const { initialMarginUsd, maintenanceMarginUsd, worst } = marginOf({ ...nothing, cashUsd: 1000 });
    expect([initialMarginUsd, maintenanceMarginUsd, worst.kind]).toEqual([1000, 1000, 'none']);
  });

  it('1,000 USDT are worth less by their haircuts (case 2)', () => {
    const margin = marginOf({ ...nothing, collaterals: [{ asset: 'USDT', amount: 1000 }] });
    expect(relative(margin.markToMarketUsd, 999.6514919254)).toBeLessThan(1e-12);
    expect(relative(margin.initialMarginUsd, 949.6689173292)).toBeLessThan(1e-12);
    expect(relative(margin.maintenanceMarginUsd, 979.6584620869)).toBeLessThan(1e-12);
  });

  it('a perp whose feeds are unsure (case 30)', () => {
    // -610 - 0.8·450 - 45 = -1,015; -610 - 450 - 45 - 15 - (1 - 0.1)·3,000 = -3,820.
    const market = { ...case12Market, spotUsd: 3000, spotConfidence: 0.2, perp: { priceUsd: 2500, confidence: 0.1 } };
    const perp = { amount: 1, unrealisedPnlUsd: -600, unsettledFundingUsd: -10 };
    const margin = marginOf({ ...nothing, perp }, market);
    expect(margin.maintenanceMarginUsd).toBeCloseTo(-1015, 9);
    expect(margin.initialMarginUsd).toBeCloseTo(-3820, 9);
  });
});

describe('what pitfalls the handbook names', () => {
  it('collateral does not see the confidence of the perp, options do', () => {
    const market = { ...case12Market, perp: { priceUsd: 95_650, confidence: 0.5 } };
    const perp = { amount: 1, unrealisedPnlUsd: 0, unsettledFundingUsd: 0 };
    const held = (portfolio: Partial<Pmrm2Portfolio>): number =>
      marginOf({ ...nothing, perp, ...portfolio }, market).contingencies.confidenceImUsd;
    const perpUsd = -0.5 * 95_663.50604855;
    expect(held({})).toBeCloseTo(perpUsd, 6);
    expect(held({ collaterals: [{ asset: 'USDT', amount: 1000 }] })).toBeCloseTo(perpUsd, 6);
    expect(held({ options: case12Portfolio.options })).toBeCloseTo(2 * perpUsd, 6);
  });

  it('initial margin holds back the contingencies of maintenance too', () => {
    const margin = marginOf(case12Portfolio);
    const { optionImUsd } = margin.contingencies;
    const between = margin.initialMarginUsd - margin.maintenanceMarginUsd;
    expect(between).toBeCloseTo(optionImUsd + 0.2 * margin.worstPnlUsd, 9);
  });

  it('a broken peg weighs on the worst loss of initial margin alone', () => {
    // 0.98 - 0.52 under the threshold, twice.
    const margin = marginOf(case12Portfolio, { ...case12Market, stableUsd: 0.52 });
    expect(margin.imFactorWithDepeg).toBeCloseTo(1.92, 12);
    expect(margin.maintenanceMarginUsd).toBe(marginOf(case12Portfolio).maintenanceMarginUsd);
  });

  it('a skew loss is never a gain, whichever way the portfolio faces', () => {
    const option = case12Portfolio.options[0]!;
    fc.assert(
      fc.property(decimals(-20, 20), fc.integer({ min: 60, max: 150 }), (amount, k) => {
        const options = [{ ...option, amount, strikeUsd: k * 1000 }];
        const skewed = marginOf({ ...nothing, options }).scenarios.filter((one) => /linear|abs/.test(one.volShock));
        expect(skewed).toHaveLength(2);
        expect(skewed.every(({ pnlUsd }) => pnlUsd <= 0)).toBe(true);
      }),
    );
  });

  it('within the last half hour only the part of the forward that is not fixed moves', () => {
    // At 900 s half is fixed: spot +18 % moves a forward of 1,000 to 1,090, and a call far in the money by 90. The
    // volatility is so low that no time value is left, and with bases of 1 and rates of 0 there is no discount.
    const expiry: DeriveExpiry = {
      ...case12Expiry,
      secondsToExpiry: 900,
      forwardUsd: 1000,
      ratePer1: 0,
      svi: undefined,
      markVols: [{ strikeUsd: 400, vol: 0.01 }],
    };
    const parameters = {
      ...case12Parameters,
      scenarios: [1.18, 0.82].map((spotShock) => ({ spotShock, volShock: 'none' as const, dampening: 1 })),
      discount: { longBase: 1, longRateMult: 0, longRateAdd: 0, shortBase: 1, shortRateMult: 0, shortRateAdd: 0 },
    };
    const options: DeriveOption[] = [{ expiryS: expiry.expiryS, strikeUsd: 400, right: 'call', amount: 2 }];
    const pnl = (changes: Partial<DeriveExpiry>): number[] => {
      const market = { ...case12Market, spotUsd: 1000, expiries: [{ ...expiry, ...changes }] };
      return marginOf({ ...nothing, options }, market, parameters).scenarios.map(({ pnlUsd }) => pnlUsd);
    };
    expect(pnl({})[0]).toBeCloseTo(180, 9);
    expect(pnl({})[1]).toBeCloseTo(-180, 9);
    // A feed that tells what is fixed is believed: 300 of it leave 700 to move, 126 on each contract.
    expect(pnl({ forwardFixedUsd: 300 })[0]).toBeCloseTo(252, 9);
    expect(pnl({ secondsToExpiry: 1800 })[0]).toBeCloseTo(360, 9);
  });

  it('an expiry that is past is worth what it settled at, and moves no more', () => {
    // Short one call of 2,500 that settled at 2,691.6 (case 66): -191.6, and 0.3 % of a spot of 2,681.6 for a naked short.
    const expiry = { ...case12Expiry, secondsToExpiry: -60, settlementPriceUsd: 2691.6029850999994 };
    const market = { ...case12Market, spotUsd: 2681.6029850999994, expiries: [expiry] };
    const options = [{ ...case12Portfolio.options[0]!, strikeUsd: 2500 }];
    const margin = marginOf({ ...nothing, options }, market);
    expect(margin.worstPnlUsd).toBe(0);
    expect(relative(margin.maintenanceMarginUsd, -199.64779405529939)).toBeLessThan(1e-12);
    expect(relative(margin.initialMarginUsd, -205.01100002549938)).toBeLessThan(1e-12);
  });

  it('a short call beside a long put of its strike is a short forward, not a naked short', () => {
    const [call] = case12Portfolio.options as [DeriveOption];
    const put = { ...call, right: 'put' as const, amount: 1 };
    expect(marginOf({ ...nothing, options: [call, put] }).contingencies.optionMmUsd).toBeCloseTo(0, 12);
    const shortBoth = marginOf({ ...nothing, options: [call, { ...put, amount: -1 }] });
    expect(shortBoth.contingencies.optionMmUsd).toBeCloseTo(-2 * 0.003 * 95_663.50604855, 9);
    const otherStrike = marginOf({ ...nothing, options: [call, { ...put, strikeUsd: 90_000 }] });
    expect(otherStrike.contingencies.optionMmUsd).toBeCloseTo(-0.003 * 95_663.50604855, 9);
  });
});

describe('any portfolio', () => {
  const amounts = decimals(-5, 5);
  const portfolios = fc
    .record({
      cashUsd: decimals(-1e5, 1e5),
      perp: amounts,
      coins: decimals(0, 5),
      options: fc.array(
        fc.record({ amount: amounts, strike: fc.integer({ min: 50, max: 180 }), isCall: fc.boolean() }),
        {
          maxLength: 5,
        },
      ),
    })
    .map(({ cashUsd, perp, coins, options }): Pmrm2Portfolio => ({
      cashUsd,
      perp: { amount: perp, unrealisedPnlUsd: 100 * perp, unsettledFundingUsd: -perp },
      collaterals: [{ asset: 'CBBTC', amount: coins }],
      options: options.map(({ amount, strike, isCall }) => ({
        expiryS: case12Expiry.expiryS,
        strikeUsd: strike * 1000,
        right: isCall ? 'call' : 'put',
        amount,
      })),
    }));
  const LARGE = 1e7;

  it('cash added raises both margins by itself', () => {
    fc.assert(
      fc.property(portfolios, decimals(0, 1e5), (portfolio, cashUsd) => {
        const before = marginOf(portfolio);
        const after = marginOf({ ...portfolio, cashUsd: portfolio.cashUsd + cashUsd });
        const slack = 1e-12 * LARGE;
        expect(Math.abs(after.initialMarginUsd - before.initialMarginUsd - cashUsd)).toBeLessThan(slack);
        expect(Math.abs(after.maintenanceMarginUsd - before.maintenanceMarginUsd - cashUsd)).toBeLessThan(slack);
      }),
    );
  });

  it('initial margin is at most maintenance margin, and that at most the mark to market', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        const { initialMarginUsd, maintenanceMarginUsd, markToMarketUsd } = marginOf(portfolio);
        expect(initialMarginUsd).toBeLessThanOrEqual(maintenanceMarginUsd);
        expect(maintenanceMarginUsd).toBeLessThanOrEqual(markToMarketUsd);
      }),
    );
  });

  it('twice the portfolio needs twice the margin', () => {
    fc.assert(
      fc.property(portfolios, (portfolio) => {
        const twice: Pmrm2Portfolio = {
          cashUsd: 2 * portfolio.cashUsd,
          perp: {
            amount: 2 * portfolio.perp!.amount,
            unrealisedPnlUsd: 2 * portfolio.perp!.unrealisedPnlUsd,
            unsettledFundingUsd: 2 * portfolio.perp!.unsettledFundingUsd,
          },
          options: portfolio.options.map((option) => ({ ...option, amount: 2 * option.amount })),
          collaterals: portfolio.collaterals.map(({ asset, amount }) => ({ asset, amount: 2 * amount })),
        };
        const difference = marginOf(twice).initialMarginUsd - 2 * marginOf(portfolio).initialMarginUsd;
        expect(Math.abs(difference)).toBeLessThan(1e-12 * LARGE);
      }),
    );
  });
});

describe('what is refused, by name', () => {
  const option = case12Portfolio.options[0]!;
  const refusal = (changes: {
    parameters?: Partial<Pmrm2Parameters>;
    market?: Partial<Pmrm2Market>;
    portfolio?: Partial<Pmrm2Portfolio>;
  }): unknown => {
    const result = pmrm2Margin(
      { ...case12Parameters, ...changes.parameters },
      { ...case12Market, ...changes.market },
      { ...case12Portfolio, ...changes.portfolio },
    );
    return result.ok ? undefined : [result.failure.code, result.failure.field];
  };
  const expiry = (changes: Partial<DeriveExpiry>): { market: Partial<Pmrm2Market> } => ({
    market: { expiries: [{ ...case12Expiry, ...changes }] },
  });
  const skewed = { spotShock: 1.1, volShock: 'abs' as const, dampening: 1 };
  const usdt = [{ asset: 'USDT', amount: 10 }];
  const usdtFeed = { asset: 'USDT', confidence: 1 };

  it.each([
    [{ portfolio: { options: [{ ...option, expiryS: 1 }] } }, 'UnknownExpiry', 'expiry of the call at 100000'],
    [expiry({ svi: undefined }), 'MissingVol', 'vol of the call at 100000'],
    [expiry({ svi: { ...case12Expiry.svi!, a: -1 } }), 'MissingVol', 'vol of the call at 100000'],
    [expiry({ forwardUsd: undefined }), 'MissingPrice', 'forward of expiry 1740729600'],
    [expiry({ secondsToExpiry: 0 }), 'OptionExpired', 'expiry 1740729600'],
    [expiry({ secondsToExpiry: Number.NaN }), 'ValueOutOfRange', 'seconds to expiry 1740729600'],
    [expiry({ volConfidence: 1.01 }), 'ConfidenceOutOfRange', 'vol confidence of expiry 1740729600'],
    [expiry({ forwardConfidence: -0.1 }), 'ConfidenceOutOfRange', 'forward confidence of expiry 1740729600'],
    [expiry({ rateConfidence: Number.NaN }), 'ConfidenceOutOfRange', 'rate confidence of expiry 1740729600'],
    [{ market: { spotConfidence: 2 } }, 'ConfidenceOutOfRange', 'spot'],
    [{ market: { spotUsd: undefined } }, 'MissingPrice', 'spot'],
    [{ market: { stableUsd: 0 } }, 'MissingPrice', 'the stable'],
    [
      { market: { perp: undefined }, portfolio: { perp: { amount: 1, unrealisedPnlUsd: 0, unsettledFundingUsd: 0 } } },
      'MissingPrice',
      'the perp',
    ],
    // An account in debt whose collateral has no price.
    [{ portfolio: { cashUsd: -5, collaterals: usdt }, market: { collaterals: [usdtFeed] } }, 'MissingPrice', 'USDT'],
    [{ portfolio: { collaterals: [{ asset: 'XYZ', amount: 1 }] } }, 'UnknownAsset', 'collaterals'],
    [{ portfolio: { collaterals: [...usdt, ...usdt] } }, 'DuplicateEntry', 'collaterals'],
    [{ market: { expiries: [case12Expiry, case12Expiry] } }, 'DuplicateEntry', 'expiries'],
    [{ portfolio: { options: Array.from({ length: 1025 }, () => option) } }, 'TooManyLegs', 'options'],
    [{ portfolio: { cashUsd: Number.NaN } }, 'ValueOutOfRange', 'cash'],
    [{ portfolio: { options: [{ ...option, strikeUsd: 0 }] } }, 'ValueOutOfRange', 'strike of the call at 0'],
    [{ parameters: { scenarios: [] } }, 'ParametersContradict', 'scenarios'],
    [{ parameters: { scenarios: [skewed] } }, 'ParametersContradict', 'spot shock of scenario 0'],
    [{ parameters: { basis: { ...case12Parameters.basis, spotUp: 0.9 } } }, 'ParametersContradict', 'basis.spotUp'],
    [{ parameters: { imFactor: Number.POSITIVE_INFINITY } }, 'ValueOutOfRange', 'imFactor'],
    [
      { parameters: { collaterals: [{ asset: 'USDT', isRiskCancelling: false, mmHaircut: 1.1, imHaircut: 0 }] } },
      'ValueOutOfRange',
      'maintenance haircut of USDT',
    ],
  ])('%# %s', (changes, code, field) => {
    expect(refusal(changes)).toEqual([code, field]);
  });

  it('an expiry that no option names is not asked for anything', () => {
    expect(
      refusal({ market: { expiries: [case12Expiry, { ...case12Expiry, expiryS: 2, forwardUsd: undefined }] } }),
    ).toBeUndefined();
  });
});
