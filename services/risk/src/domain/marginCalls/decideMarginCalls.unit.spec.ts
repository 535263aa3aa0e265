import { isEvent } from '@gimbal/contracts';
import {
  ExposureCalculated,
  MarginCallCleared,
  MarginCallRaised,
  MarginLeg,
  MarginStanding,
} from '@gimbal/contracts/risk/v1/exposure_events';
import type { Draft } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import { attachAccount } from '../commands/attachAccount.js';
import { bookTrade } from '../commands/bookTrade.js';
import { openPortfolio } from '../commands/openPortfolio.js';
import { attaching, bookedDesk, opening, trading } from '../commands/requests.sample.js';
import { alice, type Desk, LOAN, T0_US, USDC, WETH } from '../desk.sample.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { marginCallsOf } from '../queries/marginCallsOf.js';
import { decideMarginCalls } from './decideMarginCalls.js';

const callsIn = (drafts: readonly Draft[]) =>
  drafts.flatMap(({ event }) =>
    isEvent(event, MarginCallRaised) || isEvent(event, MarginCallCleared) ? [event.value] : [],
  );
const lines = (drafts: readonly Draft[]) =>
  drafts.flatMap(({ event }) => {
    if (isEvent(event, MarginCallRaised)) return [`${event.value.callId} ${event.value.level}`];
    return isEvent(event, MarginCallCleared) ? [`${event.value.callId} cleared`] : [];
  });

/** A loan of 1.3 million USDC against 1,000 WETH at 82.5 %: health is 0.000634615… times the price. */
function lendingDesk(): Desk {
  const desk = bookedDesk();
  desk.loan('aave:main');
  return desk;
}

function at(desk: Desk, priceUsd: number): readonly Draft[] {
  desk.oracle(BigInt(Math.round(priceUsd * 1e8)));
  return desk.decide();
}

describe('decideMarginCalls of a loan', () => {
  it('says each line once on the way up, and clears it apart from the line', () => {
    const desk = lendingDesk();
    // 1.1423, 1.0979, 1.0491, 1.0979, 0.9995: each line at its first crossing.
    expect([1800, 1730, 1653.16, 1730, 1575].map((price) => lines(at(desk, price)))).toEqual([
      [],
      ['main/aave:main/health/1 warning'],
      ['main/aave:main/health/2 call'],
      ['main/aave:main/health/2 cleared'],
      ['main/aave:main/health/3 call', 'main/aave:main/health/4 liquidatable'],
    ]);
    // 1.0154 keeps all, 1.0218 clears the last, 1.1106 the second, 1.1233 the first.
    expect([1600, 1610, 1750, 1770].map((price) => lines(at(desk, price)))).toEqual([
      [],
      ['main/aave:main/health/4 cleared'],
      ['main/aave:main/health/3 cleared'],
      ['main/aave:main/health/1 cleared'],
    ]);
    const portfolio = desk.state.portfolios.get('desk-a/main')!;
    expect(marginCallsOf(desk.state, portfolio, false)).toEqual([]);
    expect(marginCallsOf(desk.state, portfolio, true).map(({ cleared }) => cleared?.callId)).toHaveLength(4);
  });

  it('names what would cure it, how much, where, and who has it', () => {
    const desk = lendingDesk();
    const book = (more: Parameters<typeof trading>[0]) =>
      desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ price: '0', fee: '', ...more })));
    book({ venueTradeId: '1', instrumentId: USDC, quantity: '70000.5' });
    const [warning, call] = callsIn(at(desk, 1653.16)) as MarginCallRaised[];
    expect([warning?.level, call?.level]).toEqual(['warning', 'call']);
    expect(call).toMatchObject({
      portfolioId: 'main',
      accountId: 'aave:main',
      deployment: LOAN.deployment,
      ruleset: 'aave-v3.0',
      value: 1_363_857 / 1_300_000,
      threshold: 1.05,
      isHealthFactor: true,
      exposureSequence: 1n,
      marks: [
        { instrumentId: LOAN.feed, priceUsd: 1653.16 },
        { instrumentId: LOAN.usdcFeed, priceUsd: 1 },
      ],
    });
    // 2 % earned on the collateral and 3.65 % owed: health falls by 1.65 % of itself a year.
    const daysToOne = (call!.value - 1) / ((call!.value * 0.0165) / 365);
    expect(Number(call!.dueAtUs - call!.cut!.timeUs) / 86_400e6).toBeCloseTo(daysToOne, 6);
    const where = { venue: 'aave-v3', chain: 'polygon', accountId: 'aave:main', target: 1.15 };
    const [add, repay] = call!.cures;
    expect(call!.cures).toHaveLength(2);
    expect(add).toMatchObject({
      ...where,
      action: 'add_collateral',
      asset: 'WETH',
      available: '0',
      availableAccountId: '',
    });
    expect(Number(add!.amount)).toBeCloseTo((1.15 * 1_300_000) / (0.825 * 1653.16) - 1000, 8);
    expect(add!.amountUsd).toBeCloseTo(Number(add!.amount) * 1653.16, 4);
    expect(repay).toMatchObject({
      ...where,
      action: 'repay_debt',
      asset: 'USDC',
      available: '70000.5',
      availableAccountId: 'wallet',
    });
    // 1,300,000 - 1,363,857 / 1.15
    expect(Number(repay!.amount)).toBeCloseTo(1_300_000 - 1_363_857 / 1.15, 5);
    expect(Number(repay!.amount)).toBeGreaterThanOrEqual(1_300_000 - 1_363_857 / 1.15);
  });

  it('calls an account where it is attached, not again in each portfolio above', () => {
    const desk = bookedDesk();
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'child', parentPortfolioId: 'main' })));
    const loan = { portfolioId: 'child', accountId: 'aave:child', venue: 'aave-v3', deployment: LOAN.deployment };
    desk.accept(attachAccount(desk.state, alice, attaching(loan)));
    desk.loan('aave:child');
    expect(lines(at(desk, 1730))).toEqual(['child/aave:child/health/1 warning']);
    const main = desk.state.portfolios.get('desk-a/main')!;
    expect(marginCallsOf(desk.state, main, false).map(({ raised }) => raised?.callId)).toEqual([
      'child/aave:child/health/1',
    ]);
  });

  it('keeps what is open while health is not available', () => {
    const desk = bookedDesk();
    expect(lines(desk.decide())).toEqual([]);
  });
});

describe('decideMarginCalls of a venue', () => {
  const cut = ExposureCalculated.create({ cut: { step: 1n, timeUs: T0_US } }).cut;

  function decided(standing: Partial<MarginStanding>, fundingUsdPerDay = 0) {
    const desk = bookedDesk();
    desk.mark('ETH', 1650, { [WETH]: { priceUsd: 1650, delta: 1 } });
    const basis = portfolioBasis(desk.state, 'desk-a/main', desk.step())!;
    const margin = MarginStanding.create({
      accountId: 'wallet',
      deployment: 'hyperliquid',
      ruleset: 'hyperliquid',
      ...standing,
    });
    const line = { accountId: 'wallet', exposure: { fundingUsdPerDay } };
    const exposure = ExposureCalculated.create({
      portfolioId: 'main',
      sequence: 3n,
      cut,
      margin: [margin],
      lines: [line],
    });
    return decideMarginCalls(desk.state, exposure, basis).flatMap((each) =>
      isEvent(each, MarginCallRaised) ? [each.value] : [],
    );
  }

  it('asks for cash or a smaller position, by when funding alone has done it', () => {
    const legs = [MarginLeg.create({ legId: 'ETH', quantity: -8, priceUsd: 1650, maintenanceMarginUsd: 600 })];
    const standing = {
      equityUsd: 1000,
      maintenanceMarginUsd: 900,
      excessUsd: 100,
      usage: 0.9,
      liquidationLossUsd: 33,
      legs,
    };
    const calls = decided(standing, -25);
    expect(calls.map(({ level }) => level)).toEqual(['warning', 'call']);
    expect(calls[1]).toMatchObject({
      callId: 'main/wallet/margin/2',
      isHealthFactor: false,
      value: 0.9,
      threshold: 0.9,
      liquidationLossUsd: 33,
      // 100 / 25 = 4 days.
      dueAtUs: T0_US + 4n * 86_400_000_000n,
      marks: [{ instrumentId: 'ETH', priceUsd: 1650 }],
    });
    expect(calls[1]!.cures).toMatchObject([
      { action: 'add_cash', asset: 'USDC', amount: '200', target: 0.75, available: '0' },
      { action: 'reduce_position', asset: 'ETH', amount: '2', amountUsd: 3300 },
    ]);
    expect(decided({ ...standing, ruleset: 'derive-srm' })[0]!.cures).toHaveLength(1);
  });

  it('is beyond every line without equity, due now; and says nothing below the first or without a standing', () => {
    const beyond = decided({ equityUsd: -5, maintenanceMarginUsd: 30, excessUsd: -35, usage: -6 });
    expect(beyond.map(({ level, dueAtUs }) => [level, dueAtUs])).toEqual([
      ['warning', T0_US],
      ['call', T0_US],
      ['liquidatable', T0_US],
    ]);
    expect(decided({ equityUsd: 100, maintenanceMarginUsd: 79, usage: 0.79 })).toEqual([]);
    expect(decided({ usage: 2, liquidatable: true, unavailableReason: 'no parameters' })).toEqual([]);
  });
});
