import { FeedDegraded, FeedRestored, OracleDeviationObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { FeedRecovered, FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import { describe, expect, it } from 'vitest';
import { bookedDesk } from '../commands/requests.sample.js';
import { type Desk, exposuresIn, LOAN } from '../desk.sample.js';

const { feed } = LOAN;

function lendingDesk(): Desk {
  const desk = bookedDesk();
  desk.loan('aave:main');
  desk.oracle(165_316_000_000n);
  return desk;
}

function doubts(desk: Desk): readonly object[] {
  const { unvalued, health } = exposuresIn(desk.decide())[0]!;
  expect(health[0]?.unavailableReason).toBe('');
  return unvalued.filter(({ reason }) => reason.includes(feed));
}

const named = (code: string, reason: string): object => ({
  accountId: 'aave:main',
  instrumentId: LOAN.deployment,
  code,
  reason,
  valueKept: true,
});

describe('health that rests on an oracle in doubt', () => {
  it('is named beside the totals while the oracle is silent', () => {
    const desk = lendingDesk();
    expect(doubts(desk)).toEqual([]);
    const stale = { feed, lastObservedAtUs: 0n, ageUs: 3_901_000_000n, ageLimitUs: 3_900_000_000n };
    desk.fold('market', feed, FeedWentStale, stale);
    const reason = `Expected a round of ${feed} within 3900 s, the last was longer ago.`;
    expect(doubts(desk)).toEqual([named('stale', reason)]);
    desk.fold('market', feed, FeedRecovered, { feed, silentForUs: 1n });
    expect(doubts(desk)).toEqual([]);
  });

  it('is named while what brings the oracle is degraded', () => {
    const desk = lendingDesk();
    const detail = 'Expected 2 of 3 nodes to agree, was 1.';
    desk.fold('market', feed, FeedDegraded, { feed, reason: 'quorum', detail, instrumentId: '' });
    const reason = `Expected ${feed} to be in order, it is degraded: quorum. ${detail}`;
    expect(doubts(desk)).toEqual([named('stale', reason)]);
    desk.fold('market', feed, FeedRestored, { feed, reason: 'quorum', instrumentId: '' });
    expect(doubts(desk)).toEqual([]);
  });

  it('is named while the oracle is outside its band', () => {
    const desk = lendingDesk();
    const deviation = {
      feed,
      asset: 'ETH',
      oraclePrice: '1653.16',
      marketPrice: '1600',
      marketFeed: 'm',
      deviationBps: '332.25',
      limitBps: '300',
      oracleAgeUs: 0n,
      observedAtUs: 0n,
    };
    desk.fold('market', feed, OracleDeviationObserved, { ...deviation, outside: true });
    const reason = `Expected ${feed} within 300 bp of the market, was 332.25 bp off.`;
    expect(doubts(desk)).toEqual([named('oracle_outside_band', reason)]);
    desk.fold('market', feed, OracleDeviationObserved, { ...deviation, deviationBps: '200', outside: false });
    expect(doubts(desk)).toEqual([]);
  });

  it('is not named where another account’s oracle is meant', () => {
    const desk = lendingDesk();
    const other = 'chainlink:ethereum:BTC-USD';
    desk.fold('market', other, FeedDegraded, { feed: other, reason: 'quorum', detail: '', instrumentId: '' });
    expect(doubts(desk)).toEqual([]);
  });
});
