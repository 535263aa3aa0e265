import type { ExposureCalculated, ExposureLine } from '@gimbal/contracts/risk/v1/exposure_events';
import { describe, expect, it } from 'vitest';
import { attachAccount } from '../commands/attachAccount.js';
import { bookTrade } from '../commands/bookTrade.js';
import { openPortfolio } from '../commands/openPortfolio.js';
import { attaching, bookedDesk, opening, trading } from '../commands/requests.sample.js';
import {
  alice,
  type Desk,
  exposuresIn,
  mallory,
  MINUTE_US,
  openDesk,
  PERP,
  RANGE,
  T0_US,
  USDC,
  WETH,
} from '../desk.sample.js';
import { riskStage } from '../riskStage.js';

/**
 * One unit of the range, L = 1 in whole tokens: a thousandth of the check values of the domain handbook, 1.12
 * (L = 1000, range 1500 to 2500, P = 2000: V 10712.885637917423, delta 2.3606797749978967, gamma -0.005590169943749474).
 */
const RANGE_MARK = {
  priceUsd: 10.7128856379174,
  delta: 0.0023606797749978967,
  gammaPerUsd: -0.000005590169943749474,
};
const OPTION = 'option:paper:ETH-USD:20230825T080000Z:1650:P';

function trade(
  desk: Desk,
  instrumentId: string,
  quantity: string,
  price: string,
  more: Parameters<typeof trading>[0] = {},
): void {
  const venueTradeId = `${instrumentId} ${desk.folded.length}`;
  desk.accept(
    bookTrade(
      desk.state,
      desk.step(),
      alice,
      trading({ instrumentId, quantity, price, fee: '0', venueTradeId, ...more }),
    ),
  );
}

/** Sets the price of the dollar coin, as every step does. */
function markUsdc(desk: Desk): void {
  desk.mark('USD', 1, { [USDC]: { priceUsd: 1, forwardUsd: 1, delta: 1 } });
}

function onlyExposure(desk: Desk): ExposureCalculated {
  const [exposure, ...rest] = exposuresIn(desk.decide());
  expect(rest).toEqual([]);
  return exposure!;
}

const line = (exposure: ExposureCalculated, accountId: string, asset: string): ExposureLine =>
  exposure.lines.find((each) => each.accountId === accountId && each.asset === asset)!;

describe('calculateExposure', () => {
  it('gives a range position the handbook’s value and delta, and gamma per 1 %', () => {
    const desk = bookedDesk();
    desk.list('ETH', RANGE);
    trade(desk, RANGE, '1000', '0');
    desk.mark('ETH', 2000, { [RANGE]: RANGE_MARK });
    markUsdc(desk);
    const { total, lines, official, unvalued, referencePriceUsd } = onlyExposure(desk);
    expect(total?.valueUsd).toBeCloseTo(10712.885637917423, 9);
    expect(lines[0]?.deltaUnits).toBeCloseTo(2.3606797749978967, 12);
    // 2.3606797749978967 · 2000
    expect(total?.deltaUsd).toBeCloseTo(4721.359549995793, 9);
    // -0.005590169943749474 · 2000² / 100
    expect(total?.gammaUsdPer1pct).toBeCloseTo(-223.60679774998, 9);
    expect({ official, referencePriceUsd }).toEqual({ official: true, referencePriceUsd: 2000 });
    expect(unvalued).toEqual([expect.objectContaining({ code: 'health_unavailable', accountId: 'aave:main' })]);
  });

  it('values a perp at full mark against its cash leg, so that equity is the plain sum', () => {
    const desk = bookedDesk();
    // Sold 10 at 1,700; the mark falls to 1,650: a gain of 500 less the fee of 8.5.
    trade(desk, PERP, '-10', '1700', { fee: '8.5' });
    desk.mark('ETH', 1648, { [PERP]: { priceUsd: 1650, delta: 1, carryUsdPerDay: -0.495 } });
    markUsdc(desk);
    const exposure = onlyExposure(desk);
    expect(exposure.total?.valueUsd).toBeCloseTo(491.5, 9);
    // Delta stands on spot, and dollars are no market delta; their line says what they are.
    expect(exposure.total?.deltaUsd).toBe(-16480);
    expect(line(exposure, 'wallet', 'USDC').exposure?.deltaUsd).toBeCloseTo(16991.5, 9);
    // The short receives what the long pays: 10 · 0.495.
    expect(exposure.total?.carryUsdPerDay).toBeCloseTo(4.95, 12);
  });

  it('takes an option’s Greeks into USD', () => {
    const desk = bookedDesk();
    desk.list('ETH', OPTION);
    trade(desk, OPTION, '-20', '30');
    const greeks = {
      vegaUsdPerVolPoint: 1.5,
      thetaUsdPerDay: -2,
      rhoUsd: 16,
      vanna: 0.01,
      volga: 0.02,
      charmPerDay: -0.003,
    };
    desk.mark('ETH', 1600, { [OPTION]: { priceUsd: 60, delta: -0.7, gammaPerUsd: 0.002, ...greeks } });
    markUsdc(desk);
    const total = onlyExposure(desk).total!;
    // By hand: -20 · (60 - 30); -20 · -0.7 · 1600; -20 · 0.002 · 1600² / 100; -20 times vega, theta, rho, volga;
    // -20 · 0.01 · 1600 and -20 · -0.003 · 1600.
    const byHand = [-600, 22_400, -1024, -30, 40, -320, -320, -0.4, 96];
    const {
      valueUsd,
      deltaUsd,
      gammaUsdPer1pct,
      vegaUsdPerVolPoint,
      thetaUsdPerDay,
      rhoUsd,
      vannaUsd,
      volgaUsd,
      charmUsdPerDay,
    } = total;
    const found = [
      valueUsd,
      deltaUsd,
      gammaUsdPer1pct,
      vegaUsdPerVolPoint,
      thetaUsdPerDay,
      rhoUsd,
      vannaUsd,
      volgaUsd,
      charmUsdPerDay,
    ];
    found.forEach((value, at) => expect(value).toBeCloseTo(byHand[at]!, 9));
  });

  it('counts a loan’s balances at the pool’s price and its interest as carry', () => {
    const desk = bookedDesk();
    desk.loan('aave:main');
    desk.oracle(165_316_000_000n);
    desk.mark('ETH', 1600, { [WETH]: { priceUsd: 1600, delta: 1 } });
    markUsdc(desk);
    const exposure = onlyExposure(desk);
    // 1,000 · 1600 - 1,300,000
    expect(exposure.total?.valueUsd).toBeCloseTo(300_000, 6);
    expect(exposure.total?.deltaUsd).toBeCloseTo(1_600_000, 6);
    expect(line(exposure, 'aave:main', 'USDC')).toMatchObject({
      deltaUnits: -1_300_000,
      instrumentIds: ['aave-v3:polygon:USDC:debt'],
    });
    expect(line(exposure, 'aave:main', 'ETH')).toMatchObject({ deltaUnits: 1000, venue: 'aave-v3', chain: 'polygon' });
    // 1,600,000 · 2 % / 365 - 1,300,000 · 3.65 % / 365
    expect(exposure.total?.carryUsdPerDay).toBeCloseTo(87.671232876712 - 130, 6);
  });
});

describe('lending health', () => {
  it('is Aave v3.0’s at the oracle’s price, with its liquidation price and Greeks', () => {
    const desk = bookedDesk();
    desk.loan('aave:main');
    // Chainlink at 21:42:47 on the day of the recording: 1,653.16.
    desk.oracle(165_316_000_000n);
    const [health] = onlyExposure(desk).health;
    // 1,653,160 · 0.825 / 1,300,000 = 1.0491207692307692307692..., wadDiv rounds half up.
    expect(health).toMatchObject({
      accountId: 'aave:main',
      ruleset: 'aave-v3.0',
      unavailableReason: '',
      largestCollateral: 'WETH',
      totalCollateralBase: '165316000000000',
      totalDebtBase: '130000000000000',
      averageLiquidationThresholdBps: 8250,
      healthFactorWad: '1049120769230769231',
    });
    expect(health?.healthFactor).toBe(1_363_857 / 1_300_000);
    // 1,300,000 / (1,000 · 0.825) = 1575.757575..., the last price of 8 decimals below it.
    expect(health?.liquidationPriceUsd).toBe(1575.75757575);
    // 1 - 1575.75757575 / 1653.16
    expect(health?.distanceToLiquidation).toBeCloseTo(0.046820891, 8);
    expect(health?.healthPer1pct).toBeCloseTo(0.010491207692, 10);
    // 1,653,160 / 1,300,000 / 100
    expect(health?.healthPerThresholdPoint).toBeCloseTo(0.012716615384, 10);
  });

  it('falls to 0.9887 at the feed’s low of 1,557.996', () => {
    const desk = bookedDesk();
    desk.loan('aave:main');
    desk.oracle(155_799_600_000n);
    // 1,557,996 · 0.825 / 1,300,000
    expect(onlyExposure(desk).health[0]?.healthFactor).toBeCloseTo(0.988728230769, 12);
  });

  it('is unavailable with a reason when nothing is observed, a price is missing, or the account is watched for another tenant', () => {
    const unobserved = onlyExposure(bookedDesk());
    expect(unobserved.health[0]?.unavailableReason).toBe(
      'Expected positions of aave:main in aave-v3:polygon, found none.',
    );
    const unpriced = bookedDesk();
    unpriced.loan('aave:main');
    expect(onlyExposure(unpriced).health[0]?.unavailableReason).toBe('Expected a price above 0 for WETH, was missing.');
    const foreign = bookedDesk();
    foreign.loan('aave:main', 'desk-b');
    foreign.oracle(165_316_000_000n);
    expect(onlyExposure(foreign).health[0]).toEqual(unobserved.health[0]);
  });
});

describe('what could not be valued', () => {
  it('is named, and the total goes on without it', () => {
    const desk = bookedDesk();
    desk.list('ETH', RANGE);
    trade(desk, WETH, '1', '0');
    trade(desk, PERP, '1', '0');
    trade(desk, RANGE, '1', '0');
    desk.mark(
      'ETH',
      1600,
      { [WETH]: { priceUsd: 1600, delta: 1 }, [PERP]: { priceUsd: 1590, delta: 1 }, [RANGE]: { priceUsd: NaN } },
      {
        failures: [
          { index: 1, code: 'stale', reason: 'Expected a mark younger than 30 s, was 94 s old.', valueKept: true },
          { index: 2, code: 'missing_input', reason: 'Expected a pool, found none.', valueKept: false },
        ],
      },
    );
    const exposure = onlyExposure(desk);
    expect(exposure.total?.valueUsd).toBe(3190);
    const found = exposure.unvalued.filter(({ code }) => code !== 'health_unavailable');
    expect(found).toEqual([
      {
        accountId: 'wallet',
        instrumentId: PERP,
        code: 'stale',
        reason: 'Expected a mark younger than 30 s, was 94 s old.',
        valueKept: true,
      },
      {
        accountId: 'wallet',
        instrumentId: RANGE,
        code: 'missing_input',
        reason: 'Expected a pool, found none.',
        valueKept: false,
      },
    ]);
  });

  it('is a Greek without a value: counted as zero, and no NaN anywhere', () => {
    const desk = bookedDesk();
    trade(desk, WETH, '3', '0');
    desk.mark('ETH', 1600, { [WETH]: { priceUsd: 1600, delta: 1, vanna: NaN } }, { rhoUsd: Buffer.alloc(0) });
    const exposure = onlyExposure(desk);
    expect(Object.values(exposure.total!).some(Number.isNaN)).toBe(false);
    const reason = `Expected rhoUsd, vanna of ${WETH}, found no value: counted as 0.`;
    expect(exposure.unvalued).toContainEqual({
      accountId: 'wallet',
      instrumentId: WETH,
      code: 'missing_greek',
      reason,
      valueKept: true,
    });
  });

  it('is a mark that nobody has renewed: kept, stale and no longer official', () => {
    const desk = bookedDesk();
    trade(desk, WETH, '1', '0');
    desk.mark('ETH', 1600, { [WETH]: { priceUsd: 1600, delta: 1 } });
    expect(onlyExposure(desk).official).toBe(true);
    const [draft] = desk.decide();
    const exposure = draft!.event.value as ExposureCalculated;
    expect(draft!.topic).toBe('exposure.live');
    expect(exposure).toMatchObject({ official: false, sequence: 2n, total: { valueUsd: 1600 } });
    expect(exposure.unvalued).toContainEqual(
      expect.objectContaining({
        code: 'stale',
        reason: `Expected a mark of ${WETH} of at most 30 s, was 60 s old.`,
        valueKept: true,
      }),
    );
  });
});

describe('marks', () => {
  it('come from live frames between kept ones, and a chunk of a kept frame completes it', () => {
    const desk = bookedDesk();
    trade(desk, WETH, '1', '0');
    trade(desk, PERP, '1', '0');
    desk.mark('ETH', 1600, { [WETH]: { priceUsd: 1600, delta: 1 } });
    desk.mark('ETH', 1600, { [PERP]: { priceUsd: 1590, delta: 1 } });
    // A live frame of a step that has kept marks says nothing new.
    desk.mark('ETH', 1, { [WETH]: { priceUsd: 1, delta: 1 } }, { kept: false });
    expect(onlyExposure(desk)).toMatchObject({ official: true, total: { valueUsd: 3190 } });
    desk.mark('ETH', 1610, { [WETH]: { priceUsd: 1610, delta: 1 } }, { kept: false });
    const live = onlyExposure(desk);
    expect(live).toMatchObject({ official: false, referencePriceUsd: 1610, total: { valueUsd: 3200, deltaUsd: 3220 } });
    // A kept frame stands alone: what it leaves out has no mark.
    desk.mark('ETH', 1620, { [WETH]: { priceUsd: 1620, delta: 1 } });
    const kept = onlyExposure(desk);
    expect(kept).toMatchObject({ official: true, total: { valueUsd: 1620 } });
    expect(kept.unvalued).toContainEqual(
      expect.objectContaining({ instrumentId: PERP, code: 'missing_mark', valueKept: false }),
    );
  });
});

describe('decideRisk', () => {
  it('speaks of portfolios with accounts alone, in order of tenant and portfolio, each with its own sequence', () => {
    const desk = openDesk();
    for (const [who, portfolioId] of [
      [mallory, 'a'],
      [alice, 'z'],
      [alice, 'b'],
      [alice, 'empty'],
    ] as const) {
      desk.accept(openPortfolio(desk.state, who, opening({ portfolioId })));
      if (portfolioId !== 'empty')
        desk.accept(attachAccount(desk.state, who, attaching({ portfolioId, accountId: `w-${portfolioId}` })));
    }
    const drafts = desk.decide();
    expect(drafts.map(({ key, tenant }) => [key, tenant])).toEqual([
      ['desk-a/b', 'desk-a'],
      ['desk-a/z', 'desk-a'],
      ['desk-b/a', 'desk-b'],
    ]);
    expect(exposuresIn(desk.decide()).map(({ sequence }) => sequence)).toEqual([2n, 2n, 2n]);
  });

  it('covers a child in its parent’s exposure', () => {
    const desk = bookedDesk();
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'child', parentPortfolioId: 'main' })));
    desk.accept(attachAccount(desk.state, alice, attaching({ portfolioId: 'child', accountId: 'desk2' })));
    trade(desk, WETH, '1', '0');
    trade(desk, WETH, '2', '0', { portfolioId: 'child', accountId: 'desk2' });
    desk.mark('ETH', 1600, { [WETH]: { priceUsd: 1600, delta: 1 } });
    const [child, main] = exposuresIn(desk.decide());
    expect([child?.total?.deltaUsd, main?.total?.deltaUsd]).toEqual([3200, 4800]);
    expect(main?.lines.map(({ accountId }) => accountId)).toEqual(['wallet', 'desk2']);
  });

  it('stamps each exposure with the cut of its step', () => {
    const desk = bookedDesk();
    desk.decide();
    const { cut } = onlyExposure(desk);
    expect(cut).toMatchObject({
      step: 2n,
      timeUs: T0_US + MINUTE_US,
      ruleset: riskStage.ruleset,
      foldVersion: riskStage.foldVersion,
    });
    expect(cut?.positions).toContainEqual({ topic: 'exposure', partition: 0, offset: 1n });
  });
});
