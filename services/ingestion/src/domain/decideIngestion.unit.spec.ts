import { isEvent } from '@gimbal/contracts';
import type { FeedGapDetected, FeedRecovered } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  FeedWentStale,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import type { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import {
  carriedLine,
  drive,
  frame,
  gasFeed,
  POOL,
  poolFeed,
  poolLine,
  roundFeed,
  roundLine,
  ROUNDS,
  us,
} from '../ingestion.scenario.js';
import type { FeedDescription } from './feedDescription.js';

/** The round of 21:45:23 on 17 August 2023. */
const ROUND = 110_680_464_442_257_314_262n;
const ROUND_S = 1_692_308_723n;

function names(events: readonly { readonly type: string }[]): string[] {
  return events.map((event) => event.type.slice(event.type.lastIndexOf('.') + 1));
}

describe('a step of ingestion', () => {
  it('says what is new and counts what was said before', () => {
    const driven = drive([roundFeed]);
    const line = roundLine(ROUND, '155799625094', ROUND_S);
    expect(names(driven.step(ROUND_S * 1_000_000n, [frame(ROUNDS, line), frame(ROUNDS, line)]))).toEqual([
      'OracleRoundObserved',
    ]);
    expect(driven.step(ROUND_S * 1_000_000n + 1n, [frame(ROUNDS, line)])).toEqual([]);
    expect(driven.verdicts).toEqual([
      { feed: ROUNDS, kind: 'duplicate' },
      { feed: ROUNDS, kind: 'duplicate' },
    ]);
    expect(driven.state.feeds.get(ROUNDS)?.observations).toBe(1);
  });

  it('puts rounds of one second into their own order', () => {
    // Rounds …274 and …275 of 22:58:23 stand the other way round in the record.
    const driven = drive([roundFeed]);
    const [first, second] = [roundLine(ROUND, '167986830000', ROUND_S), roundLine(ROUND + 1n, '170189521078', ROUND_S)];
    const said = driven.step(ROUND_S * 1_000_000n, [frame(ROUNDS, second), frame(ROUNDS, first)]);
    expect(said.map((event) => (event.value as OracleRoundObserved).answer)).toEqual(['167986830000', '170189521078']);
    expect(driven.state.book.prices.get(ROUNDS)?.answer).toBe(170_189_521_078n);
  });

  it('announces a hole in the rounds, and keeps what comes out of it late', () => {
    const driven = drive([roundFeed]);
    driven.step(ROUND_S * 1_000_000n, [frame(ROUNDS, roundLine(ROUND, '155799625094', ROUND_S))]);
    const [gap, observed] = driven.step((ROUND_S + 120n) * 1_000_000n, [
      frame(ROUNDS, roundLine(ROUND + 2n, '159388443957', ROUND_S + 120n)),
    ]);
    expect(gap?.value).toEqual({
      feed: ROUNDS,
      expected: `${ROUND + 1n}`,
      found: `${ROUND + 2n}`,
    } satisfies FeedGapDetected);
    expect(observed?.type).toBe(OracleRoundObserved.$type);
    const late = driven.step((ROUND_S + 180n) * 1_000_000n, [
      frame(ROUNDS, roundLine(ROUND + 1n, '157969500000', ROUND_S + 60n)),
    ]);
    expect(names(late)).toEqual(['RecordQuarantined', 'FramesDropped']);
    expect((late[0]!.value as RecordQuarantined).reason).toBe(
      `Expected what follows ${ROUND + 2n}, was the late ${ROUND + 1n}.`,
    );
    expect(driven.state.book.prices.get(ROUNDS)?.answer).toBe(159_388_443_957n);
  });

  it('announces minutes that are missing, not minutes without news', () => {
    const driven = drive([poolFeed, gasFeed]);
    const quiet = driven.step(us('2023-08-17T21:46:00'), [frame(POOL, carriedLine('21:46'))]);
    expect(quiet).toEqual([]);
    expect(driven.verdicts).toEqual([{ feed: POOL, kind: 'carried' }]);
    expect(
      names(driven.step(us('2023-08-17T21:47:00'), [frame(POOL, poolLine('21:47'), carriedLine('21:46'))])),
    ).toEqual(['PoolObserved']);
    const said = driven.step(us('2023-08-17T21:50:00'), [frame(POOL, poolLine('21:50'), poolLine('21:47'))]);
    expect(said[0]?.value).toEqual({
      feed: POOL,
      expected: '2023-08-17T21:48:00.000Z',
      found: '2023-08-17T21:50:00.000Z',
    });
    // Each row of the gas feed observes, so its own state tells: no frame before is needed.
    driven.step(us('2023-08-17T21:51:00'), [frame(gasFeed.id, '2023-08-17 21:51:00,40.5')]);
    const gas = driven.step(us('2023-08-17T21:53:00'), [frame(gasFeed.id, '2023-08-17 21:53:00,40.5')]);
    expect(names(gas)).toEqual(['FeedGapDetected', 'GasPriceObserved']);
    expect(driven.state.feedHealth.get(gasFeed.id)).toMatchObject({
      gaps: 1,
      holes: [{ from: 28_205_152n, to: 28_205_152n }],
    });
  });

  it.each([
    ['a malformed line', roundLine(ROUND, '1558', ROUND_S).slice(0, 30), /Expected 5 cells/],
    ['a negative price', roundLine(ROUND, '-155799625094', ROUND_S), /in answer, was "-155799625094"/],
    ['NaN', roundLine(ROUND, 'NaN', ROUND_S), /in answer, was "NaN"/],
    [
      'a time of the future',
      roundLine(ROUND, '155799625094', ROUND_S + 3_600n),
      'Expected a time not after 2023-08-17T21:45:23.000000Z, was 2023-08-17T22:45:23.000000Z.',
    ],
  ])('quarantines %s with its bytes, and goes on', (_name, line, reason) => {
    const driven = drive([roundFeed, gasFeed]);
    const gas = frame(gasFeed.id, '2023-08-17 21:45:00,40.5');
    const said = driven.step(ROUND_S * 1_000_000n, [frame(ROUNDS, line), gas]);
    expect(names(said)).toEqual(['RecordQuarantined', 'GasPriceObserved', 'FramesDropped']);
    const quarantined = said[0]?.value as RecordQuarantined;
    expect(quarantined.reason).toMatch(reason);
    expect(quarantined.rawValue.toString('utf8')).toBe(line);
    expect(quarantined.source).toBe(ROUNDS);
    expect(driven.state.feeds.get(ROUNDS)).toBeUndefined();
    // The same round, read well, is no duplicate of the one that was refused.
    const good = frame(ROUNDS, roundLine(ROUND, '155799625094', ROUND_S));
    expect(names(driven.step(ROUND_S * 1_000_000n + 1n, [good]))).toEqual(['OracleRoundObserved']);
  });

  it('quarantines a frame of a feed that nobody described', () => {
    const said = drive([roundFeed]).step(ROUND_S * 1_000_000n, [frame('nobody', 'x')]);
    expect((said[0]!.value as RecordQuarantined).reason).toBe('Expected a feed of the catalogue, was "nobody".');
  });

  it('says once that a feed is stale, and once that it speaks again', () => {
    const driven = drive([poolFeed]);
    driven.step(us('2023-08-17T21:43:00'), [frame(POOL, poolLine('21:43'))]);
    expect(driven.step(us('2023-08-17T21:53:00'), [])).toEqual([]);
    const stale = driven.step(us('2023-08-17T21:53:01'), []);
    expect(stale).toEqual([
      {
        type: FeedWentStale.$type,
        value: {
          feed: POOL,
          lastObservedAtUs: us('2023-08-17T21:43:00'),
          ageUs: 601_000_000n,
          ageLimitUs: 600_000_000n,
        },
      },
    ]);
    expect(driven.step(us('2023-08-17T22:00:00'), [])).toEqual([]);
    const back = driven.step(us('2023-08-17T22:40:00'), [frame(POOL, poolLine('22:40'), carriedLine('22:39'))]);
    expect(names(back)).toEqual(['PoolObserved', 'FeedRecovered']);
    expect((back[1]!.value as FeedRecovered).silentForUs).toBe(57n * 60_000_000n);
  });

  it('lets an assumed perpetual follow its pool, at a price that can be checked', () => {
    const perp: FeedDescription = {
      id: 'assumed:perp:ETH-USD',
      decoder: 'assumed-perp',
      venue: 'paper',
      instrumentId: 'perp:paper:ETH-USD',
      poolFeed: POOL,
      token0Decimals: 6,
      token1Decimals: 18,
      volatileIsToken: 1,
      fundingRate: '0.0001',
      fundingIntervalSeconds: 28_800,
      staleAfterSeconds: 600,
      assumed: 'Nobody recorded one.',
    };
    const driven = drive([poolFeed, perp]);
    const said = driven.step(us('2023-08-17T21:45:00'), [frame(POOL, poolLine('21:45'))]);
    const mark = said.find((event) => isEvent(event, PerpObserved))?.value as PerpObserved;
    // 1e12 / 1.0001^202573 in 50 digits (Python's decimal module): 1595.167321389284530
    expect(Number(mark.markPrice)).toBeCloseTo(1595.16732138928, 6);
    expect(mark).toMatchObject({ assumed: true, indexPrice: mark.markPrice, fundingRate: '0.0001' });
    expect(driven.step(us('2023-08-17T21:46:00'), [frame(POOL, carriedLine('21:46'), poolLine('21:45'))])).toEqual([]);
  });

  it('leaves the state as it is', () => {
    const driven = drive([poolFeed]);
    const before = JSON.stringify([...driven.state.feeds.entries()]);
    const step = { number: 1, timeUs: us('2023-08-17T21:45:00') };
    const cut = { step: 1n, timeUs: 0n, positions: [], ruleset: '', foldVersion: '' };
    const external = [frame(POOL, poolLine('21:45'))];
    const once = driven.stage.decide(driven.state, { step, cut, external });
    expect(names(once.map((draft) => draft.event))).toEqual([PoolObserved.$type.split('.').at(-1)]);
    expect(driven.stage.decide(driven.state, { step, cut, external })).toEqual(once);
    expect(JSON.stringify([...driven.state.feeds.entries()])).toBe(before);
  });
});
