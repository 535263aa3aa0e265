import { compoundedInterest, linearInterest, RAY } from '@gimbal/margin';
import { describe, expect, it } from 'vitest';
import {
  cappedFundingRate,
  debtPoolShare,
  DYNAMIC_FEE_FLAG,
  europeanOption,
  everlastingOption,
  fundingAccrual,
  type InstrumentKernel,
  type InstrumentValues,
  lendingBalance,
  perpetual,
  powerPerpetual,
  SECONDS_PER_YEAR,
  univ2Liquidity,
  univ3Liquidity,
  univ3RangeGreeks,
  univ4Liquidity,
  valueInstrument,
  VENUE_CONVENTIONS,
  wrappedAsset,
} from '../index.js';

function valued<Name extends string>(
  kernel: InstrumentKernel<Name>,
  input: Partial<Record<Name, number>>,
): InstrumentValues {
  const result = valueInstrument(kernel, input);
  if (result.kind === 'failure') throw new Error(`${result.field}: expected ${result.expected}, was ${result.found}`);
  return result.values;
}

describe('an everlasting option', () => {
  const week = { strikeUsd: 50_000, vol: 1, periodYears: 7 / 365, isPut: 0 };
  const at = (spotUsd: number) => valued(everlastingOption, { ...week, spotUsd });

  it('has the prices of Deri for a week at 100 %', () => {
    expect(at(40_000).priceUsd).toBeCloseTo(223.36670418, 8);
    expect(at(50_000).priceUsd).toBeCloseTo(2445.16214233, 8);
  });

  it('has a kink in its time value at the strike, and none in itself', () => {
    const nudge = 1e-3;
    const [below, above] = [at(50_000 - nudge), at(50_000 + nudge)];
    const timeDelta = above.delta - 1 - below.delta;
    expect(timeDelta).toBeCloseTo(-1, 6);
    expect(above.delta).toBeCloseTo(below.delta, 6);
    expect(above.gammaPerUsd / below.gammaPerUsd).toBeCloseTo(1, 5);
    // Only the third derivative jumps: gamma has a peak at the strike.
    const third = (gamma: number) => (gamma - at(50_000).gammaPerUsd) / nudge;
    expect(third(above.gammaPerUsd)).toBeLessThan(0);
    expect(third(below.gammaPerUsd)).toBeLessThan(0);
  });

  it('earns in gamma what it pays in funding, and puts and calls differ by the forward', () => {
    for (const spotUsd of [30_000, 49_999, 50_000, 70_000]) {
      const call = at(spotUsd);
      const put = valued(everlastingOption, { ...week, isPut: 1, spotUsd });
      expect(call.fundingUsdPerDay * 365).toBeCloseTo(-0.5 * spotUsd ** 2 * call.gammaPerUsd, 6);
      expect(call.priceUsd - put.priceUsd).toBeCloseTo(spotUsd - 50_000, 9);
      expect(call.delta - put.delta).toBeCloseTo(1, 12);
    }
  });
});

describe('liquidity', () => {
  const range = { liquidityUnits: 1000, lowUsd: 1500, highUsd: 2500, vol: 0.8 };

  // L 1000 in [1500, 2500], from the whitepaper's amounts (domain handbook, 1.12).
  it.each([
    [1000, 5819.888974716112, 5.819888974716112, 0, 0],
    [2000, 10712.885637917423, 2.3606797749978967, -0.005590169943749474, 7155.4175],
    [3000, 11270.166537925832, 0, 0, 0],
  ])('at %d has the known value, delta, gamma and LVR', (priceUsd, value, delta, gamma, lvrPerYear) => {
    const found = valued(univ3Liquidity, { ...range, priceUsd });
    expect(found.priceUsd).toBeCloseTo(value, 9);
    expect(found.delta).toBeCloseTo(delta, 12);
    expect(found.gammaPerUsd).toBeCloseTo(gamma, 16);
    expect(found.lvrUsdPerDay * 365).toBeCloseTo(lvrPerYear, 4);
    expect(found.carryUsdPerDay).toBe(-found.lvrUsdPerDay + 0);
  });

  it('has a gamma that jumps at the ends of its range, where delta goes on', () => {
    for (const [end, inside] of [
      [1500, 1],
      [2500, -1],
    ] as const) {
      const at = (priceUsd: number) => valued(univ3Liquidity, { ...range, priceUsd });
      const [outer, inner] = [at(end), at(end + inside * 1e-9)];
      expect(inner.delta).toBeCloseTo(outer.delta, 9);
      expect(outer.gammaPerUsd).toBe(0);
      // By hand: −1000/(2·1500^1.5) and −1000/(2·2500^1.5).
      expect(inner.gammaPerUsd).toBeCloseTo(end === 1500 ? -0.00860662965823871 : -0.004, 12);
    }
  });

  it('is the range that marks are made of, bit for bit', () => {
    for (let priceUsd = 1400; priceUsd < 2600; priceUsd += 7) {
      const found = valued(univ3Liquidity, { ...range, priceUsd });
      const { lowUsd, highUsd, liquidityUnits: liquidity } = range;
      const marked = univ3RangeGreeks({ liquidity, lowUsd, highUsd, priceUsd });
      expect([found.priceUsd, found.delta, found.gammaPerUsd]).toEqual([
        marked.valueUsd,
        marked.deltaUnits,
        marked.gammaUnitsPerUsd,
      ]);
    }
  });

  it('over all prices loses σ²/8 of its value a year', () => {
    const pool = valued(univ2Liquidity, { liquidityUnits: 1000, priceUsd: 2000, vol: 0.8 });
    expect(pool.lvrUsdPerDay * 365).toBeCloseTo((0.64 / 8) * pool.priceUsd, 9);
  });

  it('keeps the owed fees apart, and what arbitrage pays the pool out of the loss', () => {
    const earning = { priceUsd: 2000, owedVolatileUnits: 0.5, owedQuoteUnits: 100, feesUsdPerDay: 30 };
    const found = valued(univ3Liquidity, { ...range, ...earning, feePer1: 0.0005, blocksPerYear: 2_628_000 });
    const bare = valued(univ3Liquidity, { ...range, priceUsd: 2000 });
    expect(found.feesUsd).toBe(1100);
    expect(found.priceUsd - bare.priceUsd).toBeCloseTo(1100, 9);
    expect(found.delta - bare.delta).toBeCloseTo(0.5, 12);
    // By hand: √(2·2628000) = 2292.5968681; ·0.0005/0.8 = 1.43287304; 1/2.43287304 = 0.41103665.
    expect(found.arbitrageUsdPerDay / found.lvrUsdPerDay).toBeCloseTo(0.41103665, 7);
    expect(found.carryUsdPerDay).toBeCloseTo(30 - found.arbitrageUsdPerDay, 12);
  });

  it('of a v4 pool whose hooks return deltas is refused by name', () => {
    const result = valueInstrument(univ4Liquidity, { ...range, priceUsd: 2000, hookPermissions: 0b1000 });
    expect(result).toEqual({
      kind: 'failure',
      reason: 'hookReturnsDelta',
      field: 'hookPermissions',
      expected: 'hooks that return no deltas (hookReturnsDelta, not modelled)',
      found: '8',
    });
    const feeOfKey = valueInstrument(univ4Liquidity, { ...range, priceUsd: 2000, feePer1: DYNAMIC_FEE_FLAG / 1e6 });
    expect(feeOfKey).toMatchObject({ reason: 'outOfRange', field: 'feePer1', found: '8.388608' });
    const harmless = valued(univ4Liquidity, { ...range, priceUsd: 2000, hookPermissions: 0b11_0000_0000 });
    expect(harmless).toEqual(valued(univ3Liquidity, { ...range, priceUsd: 2000 }));
  });

  it('in a range upside down is refused', () => {
    const result = valueInstrument(univ3Liquidity, { ...range, priceUsd: 2000, lowUsd: 2500 });
    expect(result).toMatchObject({ reason: 'invertedRange', field: 'highUsd', found: '2500' });
  });
});

describe('an option that settles at an average', () => {
  const deep = { forwardUsd: 2000, strikeUsd: 500, vol: 0.6, averagingSeconds: 1800, averagedUsd: 1990 };
  const at = (seconds: number) => valued(europeanOption, { ...deep, tauYears: seconds / SECONDS_PER_YEAR });

  it('has a delta that falls in proportion to the time left', () => {
    expect(at(3600).delta).toBeCloseTo(1, 12);
    expect(at(1800).delta).toBeCloseTo(1, 12);
    expect(at(900).delta).toBeCloseTo(0.5, 12);
    expect(at(180).delta).toBeCloseTo(0.1, 12);
    // A whole window is 1/48 of a day.
    expect(at(900).charmPerDay).toBeCloseTo(-48, 9);
    expect(at(900).priceUsd).toBeCloseTo(1990 / 2 + 2000 / 2 - 500, 9);
  });

  it('has no value inside the window without the average', () => {
    const input = { ...deep, averagedUsd: 0, tauYears: 900 / SECONDS_PER_YEAR };
    expect(valueInstrument(europeanOption, input)).toMatchObject({ reason: 'notPositive', field: 'averagedUsd' });
  });
});

describe('funding', () => {
  it('is what Derive takes: −size·index·rate·hours, capped at 0.4 % an hour', () => {
    const { rateIntervalSeconds, capPerInterval } = VENUE_CONVENTIONS.derive.funding;
    const hours = { intervalSeconds: rateIntervalSeconds, capPerInterval, basePriceUsd: 2000 };
    // By hand: 3·2000·0.0001·2 = 1.2, and at the cap 3·2000·0.004·0.5 = 12.
    const stretches = [
      { ...hours, ratePerInterval: 0.0001, elapsedSeconds: 7200 },
      { ...hours, ratePerInterval: -0.01, elapsedSeconds: 1800 },
    ];
    expect(fundingAccrual(3, stretches)).toBeCloseTo(-1.2 + 12, 12);
    expect(fundingAccrual(-3, stretches)).toBeCloseTo(1.2 - 12, 12);
    expect(cappedFundingRate(0.01, 0)).toBe(0.01);
  });

  it('takes the interval and the price base of its venue', () => {
    const perp = { markUsd: 2020, indexUsd: 2000, oracleUsd: 1990, fundingRate: 0.0001, fundingIntervalSeconds: 3600 };
    const perDay = (fundingPriceBase: number) => valued(perpetual, { ...perp, fundingPriceBase }).fundingUsdPerDay;
    expect([0, 1, 2].map(perDay)).toEqual([-4.848, -4.776, -4.8].map((usd) => expect.closeTo(usd, 12) as number));
    const noOracle = valueInstrument(perpetual, { ...perp, oracleUsd: 0, fundingPriceBase: 1 });
    expect(noOracle).toMatchObject({ reason: 'notPositive', field: 'oracleUsd' });
  });
});

describe('the rest', () => {
  it('a power perpetual of power 2 is oSQTH: 0.45·1700²/10000·e^{0.36·17.5/365}, by mpmath', () => {
    const input = { spotUsd: 1700, vol: 0.6, fundingYears: 17.5 / 365, normFactor: 0.45, indexScale: 10_000 };
    expect(valued(powerPerpetual, input).priceUsd).toBeCloseTo(132.3141826250804, 11);
  });

  it('a staked asset keeps its basis apart from its delta', () => {
    // By hand: 1.2 ETH at 2,000 redeem for 2,400; the market pays 2,352, 2 % less.
    const found = valued(wrappedAsset, { underlyingUsd: 2000, ratePerUnit: 1.2, marketUsd: 2352, yieldPer1: 0.03 });
    expect(found).toMatchObject({ priceUsd: 2352, delta: 1.176, basisUsd: -48, basisDeltaUsd: 2400 });
    expect(found.carryUsdPerDay).toBeCloseTo((2352 * 0.03) / 365, 12);
  });

  it("a lending balance grows as the contract's integers do", () => {
    for (const [ratePer1, elapsedSeconds] of [
      [0.05, 86_400],
      [0.4, 31_536_000],
      [0.03, 1],
      [0.03, 2],
      [1, 2_592_000],
    ] as const) {
      const rateRay = (BigInt(Math.round(ratePer1 * 1000)) * RAY) / 1000n;
      const common = { scaledUnits: 100, index: 1.1, ratePer1, elapsedSeconds, priceUsd: 1 };
      const supply = (Number(linearInterest(rateRay, BigInt(elapsedSeconds))) / 1e27) * 110;
      const debt = (Number(compoundedInterest(rateRay, BigInt(elapsedSeconds))) / 1e27) * 110;
      expect(valued(lendingBalance, common).delta / supply).toBeCloseTo(1, 14);
      // The contract floors the powers of the rate of a second, which is 6 % of the last of three terms.
      expect(valued(lendingBalance, { ...common, isDebt: 1 }).delta / -debt).toBeCloseTo(1, 5);
    }
  });

  it('a share of a debt pool owes what all have issued', () => {
    const found = valued(debtPoolShare, { poolShare: 0.01, poolDebtUsd: 1e8, poolReferenceUnits: 2000 });
    expect(found).toMatchObject({ priceUsd: -1e6, delta: -20 });
    expect(valueInstrument(debtPoolShare, { poolShare: 1.5, poolDebtUsd: 1 })).toMatchObject({
      field: 'poolShare',
      expected: 'a fraction between 0 and 1',
    });
  });
});
