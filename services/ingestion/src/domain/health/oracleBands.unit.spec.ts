import { type Event, event } from '@gimbal/contracts';
import type { OracleDeviationObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import {
  FeedWentStale,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import { IndexObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { describe, expect, it } from 'vitest';
import { poolFeed, roundFeed, ROUNDS } from '../../ingestion.scenario.js';
import { healthDesk, seconds } from './health.sample.js';

const POOL = poolFeed.id;

const round = (answer: string, second: number, asset = 'ETH', assumed = false): Event =>
  event(OracleRoundObserved, {
    feed: ROUNDS,
    asset,
    roundId: '1',
    answer,
    decimals: 8,
    updatedAtUs: seconds(second),
    assumed,
  });
const index = (price: string, second: number): Event =>
  event(IndexObserved, {
    feed: 'deribit',
    venue: 'deribit',
    index: 'eth_usd',
    asset: 'ETH',
    price,
    observedAtUs: seconds(second),
  });
const perp = (markPrice: string, second: number, assumed = false): Event => {
  const said = {
    feed: 'hyperliquid',
    venue: 'hyperliquid',
    instrumentId: 'perp:hyperliquid:ETH-USD',
    markPrice,
    assumed,
  };
  return event(PerpObserved, PerpObserved.fromPartial({ ...said, observedAtUs: seconds(second) }));
};
const pool = (tick: number, second: number): Event =>
  event(PoolObserved, PoolObserved.fromPartial({ feed: POOL, tick, observedAtUs: seconds(second) }));

describe('an oracle’s band', () => {
  it('is left beyond its limit and entered again at three quarters of it', () => {
    const desk = healthDesk(roundFeed);
    desk.given(0, ROUNDS, round('160000000000', 0));
    const at = (second: number, price: string): readonly string[] => {
      desk.given(second, 'deribit', index(price, second));
      return desk.step(second);
    };
    // 1600/1553.39 = 1.030006: 300.06 bp; 1600/1553.40 = 299.99 bp.
    expect(at(1, '1553.40')).toEqual([]);
    expect(at(2, '1553.39')).toEqual([`OracleDeviationObserved ${ROUNDS}`]);
    expect(desk.said[0]?.value).toEqual({
      feed: ROUNDS,
      asset: 'ETH',
      oraclePrice: '1600',
      marketPrice: '1553.39',
      marketFeed: 'deribit|eth_usd',
      // (1600 − 1553.39)/1553.39 · 10,000 = 300.0534…
      deviationBps: '300.05',
      limitBps: '300',
      outside: true,
      oracleAgeUs: seconds(2),
      observedAtUs: seconds(2),
    } satisfies OracleDeviationObserved);
    // 1600/1564.79 is 225.01 bp, 1600/1564.80 is 224.95 bp.
    expect(at(3, '1564.79')).toEqual([]);
    expect(at(4, '1564.80')).toHaveLength(1);
    expect((desk.said[0]!.value as OracleDeviationObserved).outside).toBe(false);
    expect(desk.standing(ROUNDS, 4).oracleDeviationBps).toBe('224.95');
  });

  it('is that of the catalogue where it says one, about the pool that it names', () => {
    const oracle = { ...roundFeed, band: { limitBps: 100, marketFeed: POOL } };
    const prices = { asset: 'WETH', token0Decimals: 6, token1Decimals: 18, volatileIsToken: 1 as const };
    const desk = healthDesk(oracle, { ...poolFeed, prices });
    // 17 August 2023, 21:45:23: the recorded round and the recorded pool, 1595.167321389284530 by hand at tick 202573.
    desk.given(0, ROUNDS, round('155799625094', 0));
    desk.given(0, 'deribit', index('1558', 0));
    desk.given(0, POOL, pool(202_573, 0));
    expect(desk.step(1)).toHaveLength(1);
    // (1557.99625094 − 1595.16732139)/1595.16732139 · 10,000 = −233.0230…
    expect(desk.said[0]?.value).toMatchObject({
      deviationBps: '-233.02',
      limitBps: '100',
      marketFeed: POOL,
      outside: true,
    });
  });

  it('goes by an index before a perpetual before a pool, and by nothing assumed, old or in doubt', () => {
    const desk = healthDesk(roundFeed);
    const deviation = (second: number): string => desk.standing(ROUNDS, second).oracleDeviationBps;
    desk.given(0, ROUNDS, round('160000000000', 0));
    expect(deviation(0)).toBe('');
    desk.given(0, 'hyperliquid', perp('1590', 0, true));
    expect(deviation(0)).toBe('');
    desk.given(0, 'hyperliquid', perp('1600', 0));
    expect(deviation(0)).toBe('0');
    desk.given(0, 'deribit', index('1000', 0));
    expect(deviation(0)).toBe('6000');
    const stale = event(FeedWentStale, { feed: 'deribit', lastObservedAtUs: 0n, ageUs: 1n, ageLimitUs: 0n });
    desk.given(1, 'deribit', stale);
    expect(deviation(1)).toBe('0');
    expect(deviation(60)).toBe('0');
    expect(deviation(61)).toBe('');
  });

  it('keeps what was said while there is no market, and never judges a constant', () => {
    const desk = healthDesk(roundFeed);
    desk.given(0, ROUNDS, round('160000000000', 0));
    desk.given(0, 'deribit', index('1000', 0));
    expect(desk.step(0)).toHaveLength(1);
    expect(desk.step(100)).toEqual([]);
    const constant = healthDesk(roundFeed);
    constant.given(0, ROUNDS, round('160000000000', 0, 'ETH', true));
    constant.given(0, 'deribit', index('1000', 0));
    expect(constant.step(0)).toEqual([]);
  });
});
