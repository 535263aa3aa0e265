import { ActionKind, OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  LendingAction,
  LendingPositionObserved,
  NormFactorObserved,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { describe, expect, it } from 'vitest';
import { correctTrade } from '../commands/correctTrade.js';
import { correcting } from '../commands/requests.sample.js';
import { alice, type Desk, LOAN, PERP, RANGE, T0_US, USDC, WETH } from '../desk.sample.js';
import { book, explainedIn, markAt, OSQTH, perpAt, pnlDesk, termsUsd, throughTheHour } from './pnlDesk.sample.js';

/** A desk whose first exposure is behind it. */
function openedDesk(spotUsd = 1700): Desk {
  const desk = pnlDesk();
  markAt(desk, spotUsd);
  desk.decide();
  return desk;
}

const FILL: OrderFilled = {
  orderId: 'o-1',
  proposalId: 'p-1',
  portfolioId: 'main',
  kind: ActionKind.ACTION_KIND_REPAY,
  venue: 'aave-v3',
  venueTradeId: 'f-1',
  accountId: 'wallet',
  instrumentId: USDC,
  quantity: '60000',
  price: '',
  quoteInstrumentId: '',
  fee: '2',
  gasUsd: '0.25',
  payingAccountId: 'wallet',
  deployment: LOAN.deployment,
  cost: undefined,
  filledAtUs: T0_US,
  cut: undefined,
};

/** A range's mark: L = 1000 over [1500, 2500], as in liquidityChange's test. */
const range = (price: number) => ({
  [RANGE]: {
    forwardUsd: price,
    delta: 1000 * (1 / Math.sqrt(price) - 1 / Math.sqrt(2500)),
    gammaPerUsd: -500 / price ** 1.5,
    priceUsd: 1000 * (2 * Math.sqrt(price) - Math.sqrt(1500) - price / Math.sqrt(2500)),
  },
});

/** Volatile units of three of them. */
const rangeUnits = (price: number): number => 3000 * (1 / Math.sqrt(price) - 1 / 50);

describe('a P&L', () => {
  it('tells flows, delta, basis, funding, slippage and fees apart, and leaves nothing', () => {
    const desk = openedDesk();
    book(desk, WETH, '10');
    book(desk, USDC, '50000');
    book(desk, PERP, '2', '1701', '0.5');
    markAt(desk, 1710, perpAt(1712, -1.44));
    desk.decide();
    const drafts = throughTheHour(desk, () => markAt(desk, 1720, perpAt(1721, -1.44)));
    const explained = explainedIn(drafts)!;
    // In came 10 WETH at 1710 and the cash.
    expect(explained.flowsUsd).toBeCloseTo(67_100, 9);
    // 12 ETH of delta rose by 10; the perpetual's mark by 9 alone; it was bought 11 below its mark, twice.
    expect(explained.terms).toMatchObject({ deltaUsd: 120, basisUsd: -2, slippageUsd: 22, tradingFeesUsd: -0.5 });
    // Two contracts pay 1.44 a day each: 0.002 a minute, for the 19 minutes since they were bought.
    expect(explained.terms!.fundingUsd).toBeCloseTo(-0.038, 12);
    expect(explained.pnlUsd).toBeCloseTo(120 - 2 + 22 - 0.5 - 0.038, 9);
    expect(Math.abs(explained.residualUsd)).toBeLessThan(1e-9);
    // 10 WETH at 1720 and two perpetuals at 1721, 50,000 less 2·1701 and the fee, and the funding that is owed.
    expect(explained.endValueUsd).toBeCloseTo(17_200 + 2 * 1721 + 50_000 - 3402.5 - 0.038, 8);
    expect(explained).toMatchObject({ sequence: 1n, fromExposureSequence: 1n, toExposureSequence: 21n });
    expect(explained.lines.map(({ legId }) => legId)).toEqual([WETH, USDC, PERP]);
  });

  it('gives each leg its own P&L: what was bought is charged with what was paid', () => {
    const desk = openedDesk();
    book(desk, USDC, '10000');
    book(desk, PERP, '1', '1690');
    const { lines } = explainedIn(throughTheHour(desk, () => markAt(desk, 1700, perpAt(1700))))!;
    expect(lines.map(({ legId, pnlUsd }) => [legId, pnlUsd])).toEqual([
      [USDC, 0],
      [PERP, 10],
    ]);
  });

  it('names what a correction changed, and leaves no residual of it', () => {
    const desk = openedDesk();
    book(desk, USDC, '10000');
    const venueTradeId = book(desk, PERP, '2', '1700', '1');
    markAt(desk, 1700, perpAt(1700));
    desk.decide();
    desk.accept(
      correctTrade(desk.state, alice, correcting({ venueTradeId, quantity: '3', price: '1690', fee: '0.4' })),
    );
    const explained = explainedIn(throughTheHour(desk, () => markAt(desk, 1710, perpAt(1710))))!;
    // At 1710 the trade had made 2·10 − 1, and corrected it has made 3·20 − 0.4; the 2 held before rose by 10 each.
    expect(explained.terms).toMatchObject({ deltaUsd: 20, slippageUsd: 0, tradingFeesUsd: -1 });
    expect(explained.terms!.correctionsUsd).toBeCloseTo(3 * 20 - 0.4 - (2 * 10 - 1), 9);
    expect(explained.pnlUsd).toBeCloseTo(3 * 20 - 0.4, 9);
    expect(Math.abs(explained.residualUsd)).toBeLessThan(1e-9);
  });

  it('takes interest from the index, and repayments and supplies as flows', () => {
    const desk = pnlDesk();
    desk.loan('aave:main');
    markAt(desk, 1700);
    book(desk, USDC, '100000');
    desk.decide();
    const { deployment } = LOAN;
    const state = { deployment, liquidityRateRay: '0', variableBorrowRateRay: '0', observedAtUs: T0_US };
    const ray = 10n ** 27n;
    desk.fold('protocol', deployment, ReserveStateObserved, {
      ...state,
      feed: `${deployment}:WETH`,
      asset: 'WETH',
      liquidityIndexRay: (ray + ray / 10_000n).toString(),
      variableBorrowIndexRay: ray.toString(),
    });
    desk.fold('protocol', deployment, ReserveStateObserved, {
      ...state,
      feed: `${deployment}:USDC`,
      asset: 'USDC',
      liquidityIndexRay: ray.toString(),
      variableBorrowIndexRay: (ray + ray / 20_000n).toString(),
    });
    desk.fold('account', 'aave:main', LendingPositionObserved, {
      accountId: 'aave:main',
      deployment,
      asset: 'USDC',
      scaledSupply: '0',
      scaledVariableDebt: (1_240_000n * 10n ** 6n).toString(),
      usedAsCollateral: false,
      action: LendingAction.LENDING_ACTION_REPAY,
      amount: '0',
      cause: 'test',
      observedAtUs: T0_US,
    });
    desk.fold('execution', 'desk-a/main', OrderFilled, FILL, 'desk-a');
    const explained = explainedIn(throughTheHour(desk, () => markAt(desk, 1710)))!;
    // 1,000 WETH at 1 bp, at 1710; 1.3 million USDC at half a basis point.
    expect(explained.terms!.interestUsd).toBeCloseTo(171 - 65, 9);
    expect(explained.terms!.deltaUsd).toBeCloseTo(10_000, 9);
    // The debt fell by 60,000 with its half a basis point; 60,000 of cash paid for it, a fee of 2 and gas of 0.25.
    expect(explained.flowsUsd).toBeCloseTo(60_003 - 60_000, 9);
    expect(explained.terms).toMatchObject({ tradingFeesUsd: -2, gasUsd: -0.25, liquidationUsd: 0 });
    expect(Math.abs(explained.residualUsd)).toBeLessThan(1e-6);
  });

  it('names what a liquidation took', () => {
    const desk = pnlDesk();
    desk.loan('aave:main');
    markAt(desk, 1700);
    desk.decide();
    const { deployment } = LOAN;
    const position = {
      accountId: 'aave:main',
      deployment,
      action: LendingAction.LENDING_ACTION_LIQUIDATION,
      amount: '0',
      cause: 'test',
      observedAtUs: T0_US,
    };
    // A hundred WETH for 160,000 of debt.
    const seized = { asset: 'WETH', scaledSupply: (900n * 10n ** 18n).toString(), scaledVariableDebt: '0' };
    const repaid = { asset: 'USDC', scaledSupply: '0', scaledVariableDebt: (1_140_000n * 10n ** 6n).toString() };
    desk.fold('account', 'aave:main', LendingPositionObserved, { ...position, ...seized, usedAsCollateral: true });
    desk.fold('account', 'aave:main', LendingPositionObserved, { ...position, ...repaid, usedAsCollateral: false });
    const explained = explainedIn(throughTheHour(desk, () => markAt(desk, 1650)))!;
    expect(explained.terms!.liquidationUsd).toBeCloseTo(-100 * 1650 + 160_000, 6);
    // All of the thousand fell by 50 before they were taken.
    expect(explained.terms!.deltaUsd).toBeCloseTo(-50_000, 6);
    expect(explained.flowsUsd).toBe(0);
    expect(Math.abs(explained.residualUsd)).toBeLessThan(1e-6);
  });

  it('splits liquidity into what a holder makes, rebalancing along the way, and fees', () => {
    const desk = pnlDesk();
    const pool = (amount0In: string) =>
      desk.fold('market', 'pool', PoolObserved, {
        feed: 'pool',
        chain: 'polygon',
        pool: '0x45dda9cb7c25131df268515131f647d726f50608',
        tick: 201_000,
        lowestTick: 201_000,
        highestTick: 201_000,
        liquidity: '1000000000000000000',
        amount0In,
        amount1In: '0',
        hooks: '',
        lpFeePips: 0,
        observedAtUs: T0_US,
      });
    pool('5000000');
    markAt(desk, 2000, range(2000));
    book(desk, RANGE, '3');
    desk.decide();
    for (const price of [2100, 2200]) {
      markAt(desk, price, range(price));
      pool(price === 2100 ? '2000000000' : '0');
      desk.decide();
    }
    const { terms, residualUsd, pnlUsd } = explainedIn(throughTheHour(desk, () => markAt(desk, 2200, range(2200))))!;
    const units = rangeUnits;
    // The holder of 2000's units has them all the way; the position had sold some of them at 2100.
    expect(terms!.deltaUsd).toBeCloseTo(units(2000) * 200, 6);
    expect(terms!.impermanentLossUsd).toBeCloseTo((units(2100) - units(2000)) * 100, 6);
    const lost = (from: number, to: number): number =>
      (-3000 * (Math.sqrt(to) - Math.sqrt(from)) ** 2) / Math.sqrt(from);
    expect(terms!.lvrUsd).toBeCloseTo(lost(2000, 2100) + lost(2100, 2200), 6);
    // Both together are the loss against holding: V(2200) − V(2000) − x₀·200.
    const value = (price: number): number => 3 * range(price)[RANGE]!.priceUsd;
    const loss = value(2200) - value(2000) - units(2000) * 200;
    expect(terms!.impermanentLossUsd + terms!.lvrUsd).toBeCloseTo(loss, 6);
    // 2,000 USDC came in at 5 basis points, a dollar; 3·10^12 of the 10^18 in range earned a share of it.
    expect(terms!.lpFeesUsd).toBeCloseTo(3e-6, 15);
    expect(pnlUsd - termsUsd(terms)).toBeCloseTo(0, 6);
    expect(Math.abs(residualUsd)).toBeLessThan(1e-6);
  });

  it('lets a short pay for what it borrows of a pool, and a long what stands in the carry alone', () => {
    // A long pays 1.44 a day. A short would receive that, and is charged 1.728: 0.288 a day, 0.0002 a minute, for 19 minutes.
    const gmx = { [PERP]: { ...perpAt(1700, -1.44)[PERP], shortChargeUsdPerDay: -1.728 } };
    const fundingOf = (quantity: string) => {
      const desk = openedDesk();
      book(desk, PERP, quantity);
      markAt(desk, 1700, gmx);
      desk.decide();
      return explainedIn(throughTheHour(desk, () => markAt(desk, 1700, gmx)))!.terms!.fundingUsd;
    };
    expect(fundingOf('2')).toBeCloseTo(-2 * 0.019, 12);
    expect(fundingOf('-2')).toBeCloseTo(-2 * 0.0038, 12);
  });

  it('charges the holder of a power perpetual with what its normalisation factor lost', () => {
    const desk = pnlDesk();
    const factor = (wad: string) =>
      desk.fold('protocol', 'squeeth', NormFactorObserved, {
        feed: 'squeeth:ethereum:norm-factor',
        deployment: 'squeeth:ethereum',
        normFactorWad: wad,
        observedAtUs: T0_US,
      });
    const squeeth = (priceUsd: number) => ({
      [OSQTH]: { priceUsd, forwardUsd: 1700, delta: (2 * priceUsd) / 1700, vol: 0.5, thetaUsdPerDay: -0.04 },
    });
    factor('300000000000000000');
    markAt(desk, 1700, squeeth(60));
    book(desk, OSQTH, '500');
    desk.decide();
    factor('299700000000000000');
    const explained = explainedIn(throughTheHour(desk, () => markAt(desk, 1700, squeeth(59.94))))!;
    // A thousandth of 30,000.
    expect(explained.terms!.fundingUsd).toBeCloseTo(-30, 9);
    expect(Math.abs(explained.residualUsd)).toBeLessThan(1e-9);
  });

  it('lets what nobody has marked yet come in with its first mark', () => {
    const desk = openedDesk();
    book(desk, PERP, '2');
    markAt(desk, 1700);
    desk.decide();
    markAt(desk, 1700, perpAt(1705));
    desk.decide();
    const explained = explainedIn(throughTheHour(desk, () => markAt(desk, 1710, perpAt(1715))))!;
    expect(explained).toMatchObject({ flowsUsd: 3410, pnlUsd: 20, terms: { deltaUsd: 20 } });
    expect(explained.residualUsd).toBe(0);
  });

  it('begins each hour where the last one ended, and sums the hours up at midnight', () => {
    const desk = openedDesk();
    book(desk, WETH, '10');
    let price = 1700;
    const hours = [];
    for (;;) {
      price += 0.5;
      markAt(desk, price);
      const drafts = desk.decide();
      const hour = explainedIn(drafts);
      if (hour === undefined) continue;
      hours.push(hour);
      const day = explainedIn(drafts, 'day');
      if (day === undefined) continue;
      expect(hours).toHaveLength(3);
      expect(hours[1]!.startValueUsd).toBe(hours[0]!.endValueUsd);
      expect(hours[2]!.startValueUsd).toBe(hours[1]!.endValueUsd);
      const summed = hours.reduce((sum, { pnlUsd }) => sum + pnlUsd, 0);
      expect(day.pnlUsd).toBeCloseTo(summed, 9);
      expect(day.flowsUsd).toBeCloseTo(17_005, 9);
      // From 21:41, when they came in at 1700.5, to midnight: 139 minutes of ten times half a dollar.
      expect(day.terms!.deltaUsd).toBeCloseTo(139 * 5, 9);
      expect(day).toMatchObject({
        sequence: 1n,
        fromTimeUs: T0_US,
        fromExposureSequence: 1n,
        toExposureSequence: 141n,
      });
      return;
    }
  });

  it('holds liquidity of a day against the day’s beginning, and of an hour against the hour’s', () => {
    const desk = pnlDesk();
    markAt(desk, 2000, range(2000));
    book(desk, RANGE, '3');
    const hours = [];
    for (let minute = 1; ; minute++) {
      const drafts = desk.decide();
      const hour = explainedIn(drafts);
      if (hour !== undefined) hours.push(hour);
      const day = explainedIn(drafts, 'day');
      if (day !== undefined) {
        // 2000 to 2100 at 21:50, to 2200 at 22:30, to 2150 at 23:10.
        const [first, second, third] = hours.map(({ terms }) => terms!.deltaUsd);
        expect(first).toBeCloseTo(rangeUnits(2000) * 100, 6);
        expect(second).toBeCloseTo(rangeUnits(2100) * 100, 6);
        expect(third).toBeCloseTo(rangeUnits(2200) * -50, 6);
        expect(day.terms!.deltaUsd).toBeCloseTo(rangeUnits(2000) * 150, 6);
        const path = rangeUnits(2000) * 100 + rangeUnits(2100) * 100 - rangeUnits(2200) * 50;
        expect(day.terms!.impermanentLossUsd).toBeCloseTo(path - rangeUnits(2000) * 150, 6);
        expect(Math.abs(day.residualUsd)).toBeLessThan(1e-6);
        return;
      }
      const price = minute < 10 ? 2000 : minute < 50 ? 2100 : minute < 90 ? 2200 : 2150;
      markAt(desk, price, range(price));
    }
  });
});
