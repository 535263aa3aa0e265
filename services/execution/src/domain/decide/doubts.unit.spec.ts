import { type Event, event } from '@gimbal/contracts';
import {
  ExecutionMode,
  OrderRejected,
  ProposalDeclined,
  ProposalMade,
} from '@gimbal/contracts/execution/v1/execution_events';
import { BlockAdopted, PositionBreakClosed, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import { FeedDegraded, FeedRestored, OracleDeviationObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import { AccountAttached } from '@gimbal/contracts/risk/v1/portfolio_events';
import { describe, expect, it } from 'vitest';
import {
  at,
  deltaLimit,
  desk,
  ExecutionScenario,
  gas,
  healthLimit,
  loan,
  namesOf,
  only,
  perp,
  pool,
  POOL_FEED,
  proposalIn,
  vol,
} from '../../execution.scenario.js';

const ORACLE = 'chainlink:ethereum:ETH-USD';
const GAS = 'gas:polygon';
/** 1,363,857 / 1,300,000, as beside `healthBreach`. */
const HEALTH = 1.049120769230769;

const degraded = (feed: string, reason: string): Event =>
  event(FeedDegraded, { feed, reason, detail: 'Expected 5, was 7.', instrumentId: '' });
const restored = (feed: string, reason: string): Event => event(FeedRestored, { feed, reason, instrumentId: '' });
const wentStale = (feed: string): Event =>
  event(FeedWentStale, { feed, lastObservedAtUs: 0n, ageUs: 4_000_000_000n, ageLimitUs: 3_900_000_000n });
const deviation = (outside: boolean): Event =>
  event(OracleDeviationObserved, {
    feed: ORACLE,
    asset: 'ETH',
    oraclePrice: '1653.16',
    marketPrice: '1600',
    marketFeed: 'm',
    deviationBps: '332.25',
    limitBps: '300',
    outside,
    oracleAgeUs: 0n,
    observedAtUs: 0n,
  });
const place = { place: 'polygon', instrumentId: 'spot:USDC', source: '' };
const breakFound = (accountId: string): Event =>
  event(PositionBreakFound, {
    ...place,
    accountId,
    byFacts: '75000000000',
    observed: '74000000000',
    difference: '-1000000000',
    number: 1n,
    blockHash: '0x1',
    observedAtUs: 0n,
  });
const breakClosed = (accountId: string): Event =>
  event(PositionBreakClosed, { ...place, accountId, byFacts: '1', cause: 'late facts', observedAtUs: 0n });

function sinkingLoan(...more: readonly Event[]): ExecutionScenario {
  return new ExecutionScenario()
    .given(...desk({ usdc: '75000' }), ...loan(), healthLimit, gas(), ...more)
    .mode(ExecutionMode.EXECUTION_MODE_EXECUTE)
    .exposure({ health: HEALTH })
    .breach('health', HEALTH);
}

function longDelta(...more: readonly Event[]): ExecutionScenario {
  return new ExecutionScenario()
    .given(...desk({}), deltaLimit, pool('21:40:00'), gas(), perp(), vol(), ...more)
    .mode(ExecutionMode.EXECUTION_MODE_EXECUTE)
    .exposure({ deltaUsd: 100_000 })
    .breach('delta', 100_000);
}

describe('a repayment', () => {
  it.each([
    ['stale_feed', wentStale(ORACLE), `Expected ${ORACLE} to have spoken within 3900 s, it is silent.`],
    [
      'degraded_feed',
      degraded(ORACLE, 'quorum'),
      `Expected ${ORACLE} to be in order, it is degraded: quorum. Expected 5, was 7.`,
    ],
    ['stale_feed', wentStale(GAS), `Expected ${GAS} to have spoken within 3900 s, it is silent.`],
    ['oracle_outside_band', deviation(true), `Expected ${ORACLE} within 300 bp of the market, was 332.25 bp off.`],
    [
      'position_break',
      breakFound('wallet:main'),
      'Expected the positions of wallet:main to be what was observed, spot:USDC at polygon differs by -1000000000.',
    ],
    [
      'position_break',
      breakFound('aave:main'),
      'Expected the positions of aave:main to be what was observed, spot:USDC at polygon differs by -1000000000.',
    ],
  ])('is not proposed on %s, and the log says why', (code, doubt, reason) => {
    const declined = only(sinkingLoan(doubt).step('21:42:47'), ProposalDeclined);
    expect(declined).toMatchObject({ code, reason });
  });

  it.each([
    ['is degraded no longer', degraded(ORACLE, 'quorum'), restored(ORACLE, 'quorum')],
    ['is back in its band', deviation(true), deviation(false)],
    ['break is closed', breakFound('wallet:main'), breakClosed('wallet:main')],
    ['degradation leaves its values what they are', degraded(ORACLE, 'crossed'), degraded(ORACLE, 'clock')],
  ])('is proposed when what it rests on %s', (_name, ...events) => {
    expect(namesOf(sinkingLoan(...events).step('21:42:47'))).toEqual(['ProposalMade']);
  });

  it('is rejected at the venue when the doubt came after the approval', () => {
    const scenario = sinkingLoan();
    scenario.approve(proposalIn(scenario.step('21:42:47')));
    expect(namesOf(scenario.exposure({ health: HEALTH }).step('21:43:00'))).toEqual(['OrderIntended']);
    scenario.given(deviation(true)).exposure({ health: HEALTH });
    expect(only(scenario.step('21:44:00'), OrderRejected).code).toBe('oracle_outside_band');
  });

  it('is rejected at the venue when the price of gas fell silent after the approval', () => {
    const scenario = sinkingLoan();
    scenario.approve(proposalIn(scenario.step('21:42:47')));
    scenario.exposure({ health: HEALTH }).step('21:43:00');
    scenario.given(wentStale(GAS)).exposure({ health: HEALTH });
    expect(only(scenario.step('21:44:00'), OrderRejected).code).toBe('stale_feed');
  });
});

describe('a hedge', () => {
  it('is no swap while the price of gas is in doubt, and the perpetual, which takes none, is there all the same', () => {
    for (const doubt of [wentStale(GAS), degraded(GAS, 'quorum')]) {
      const made = only(longDelta(doubt).step('21:40:00'), ProposalMade);
      expect(made.action?.venue).toBe('paper');
      expect(made.rejectedAlternatives.join()).toContain(`Expected ${GAS} to`);
    }
  });

  it('is not proposed on a pool whose feed is degraded', () => {
    const declined = only(longDelta(degraded(POOL_FEED, 'reorg')).step('21:40:00'), ProposalDeclined);
    expect(declined).toMatchObject({
      code: 'degraded_feed',
      reason: `Expected ${POOL_FEED} to be in order, it is degraded: reorg. Expected 5, was 7.`,
    });
  });

  it('passes over a perpetual whose mark is degraded, and over an account whose positions are broken', () => {
    const feed = 'assumed:perp:ETH-USD';
    const onMark = only(longDelta(degraded(feed, 'checksum')).step('21:40:00'), ProposalDeclined);
    expect(onMark.reason).toContain(`Expected ${feed} to be in order, it is degraded: checksum.`);
    const broken = only(longDelta(breakFound('paper:main')).step('21:40:00'), ProposalDeclined);
    expect(broken.reason).toContain('Expected the positions of paper:main to be what was observed');
  });

  it('is rejected at the venue when the account’s positions broke after the approval', () => {
    const scenario = longDelta();
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    scenario.exposure({ deltaUsd: 100_000 }).step('21:41:00');
    scenario.given(pool('21:42:00'), breakFound('paper:main')).exposure({ deltaUsd: 100_000 });
    expect(only(scenario.step('21:42:00'), OrderRejected).code).toBe('position_break');
  });
});

describe('a hedge of a book with watched accounts', () => {
  const REASON = 'Expected what fund holds to be heard of, chain:polygon is degraded: quorum. Expected 2, was 1.';
  const unheard = [
    { accountId: 'fund', instrumentId: '', code: 'unheard_account', reason: REASON, valueKept: true },
    { accountId: 'fund', instrumentId: 'spot:WETH', code: 'stale', reason: 'Expected …', valueKept: true },
  ];

  it('is not proposed while nobody knows what they hold, and is as soon as it is known', () => {
    const scenario = longDelta().exposure({ deltaUsd: 100_000, unvalued: unheard });
    expect(only(scenario.step('21:40:00'), ProposalDeclined)).toMatchObject({
      code: 'unheard_account',
      reason: REASON,
    });
    expect(scenario.exposure({ deltaUsd: 100_000, unvalued: unheard }).step('21:40:10')).toEqual([]);
    expect(namesOf(scenario.exposure({ deltaUsd: 100_000 }).step('21:40:20'))).toEqual(['ProposalMade']);
  });

  it('waits for no exposure where an account’s own chain or connection is in doubt', () => {
    const attached = (accountId: string, chain: string): Event =>
      event(
        AccountAttached,
        AccountAttached.fromPartial({ portfolioId: 'main', accountId, venue: 'wallet', chain, observed: true }),
      );
    const scenario = longDelta(attached('fund', 'arbitrum'), attached('sub', 'off-chain'));
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    scenario.exposure({ deltaUsd: 100_000 }).step('21:40:20');
    // Other feeds say nothing of them; a booked account holds what its trades say.
    scenario.given(degraded('chain:polygon', 'quorum'), degraded('deribit:subs', 'disconnected'));
    scenario.given(degraded('chain:arbitrum', 'refused'), degraded('deribit:sub', 'disconnected'));
    const rejected = only(scenario.step('21:41:00'), OrderRejected);
    expect(rejected).toMatchObject({
      code: 'unheard_account',
      reason: 'Expected what sub holds to be heard of, deribit:sub is degraded: disconnected. Expected 5, was 7.',
    });
  });

  it('is rejected when they fell silent after the approval', () => {
    const scenario = longDelta();
    scenario.approve(proposalIn(scenario.step('21:40:00')));
    expect(namesOf(scenario.exposure({ deltaUsd: 100_000 }).step('21:40:20'))).toEqual(['OrderIntended']);
    scenario.exposure({ deltaUsd: 100_000, unvalued: unheard });
    expect(only(scenario.step('21:41:00'), OrderRejected)).toMatchObject({ code: 'unheard_account', reason: REASON });
  });
});

describe('a pool on a chain that is followed', () => {
  const adopted = (time: string): Event =>
    event(BlockAdopted, BlockAdopted.fromPartial({ chain: 'polygon', number: 7n, blockTimeUs: at(time) }));

  it('is as old as the newest block, which tells that it stands as it stood', () => {
    // Six minutes without a swap, and the bound is five.
    const quiet = (...more: readonly Event[]): ExecutionScenario => longDelta(pool('21:34:00'), ...more);
    expect(only(quiet().step('21:40:00'), ProposalDeclined).code).toBe('stale_pool');
    expect(namesOf(quiet(adopted('21:39:58')).step('21:40:00'))).toEqual(['ProposalMade']);
    const stuck = only(quiet(adopted('21:34:50')).step('21:40:00'), ProposalDeclined);
    expect(stuck.reason).toBe(`Expected ${POOL_FEED} younger than 300 s and not stale, was 310 s old.`);
  });
});
