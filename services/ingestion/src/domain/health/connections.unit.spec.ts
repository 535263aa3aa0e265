import { type Event, event } from '@gimbal/contracts';
import { BlockAdopted, BlockFinalized, BlockReverted } from '@gimbal/contracts/ingestion/v1/chain_events';
import {
  ClockOffsetMeasured,
  FeedConnected,
  FeedDegraded,
  FeedDisconnected,
  FeedRestored,
} from '@gimbal/contracts/ingestion/v1/health_events';
import { OracleRoundObserved, PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { describe, expect, it } from 'vitest';
import type { FeedDescription } from '../feedDescription.js';
import { healthDesk, message, seconds, VENUE_FEED, venueFeed } from './health.sample.js';

const CHAIN_FEED = 'chain:ethereum';
const chainFeed = {
  id: CHAIN_FEED,
  decoder: 'evm-block-json',
  chain: 'ethereum',
  staleAfterSeconds: 60,
  assumed: null,
} as FeedDescription;
const ROUNDS = 'chainlink:ethereum:ETH-USD';

const connected = (session: number, endpoint = 'a'): Event =>
  event(FeedConnected, { connector: 'c', session: BigInt(session), endpoint });
const disconnected = (session: number, endpoint = 'a'): Event =>
  event(FeedDisconnected, { connector: 'c', session: BigInt(session), endpoint, reason: 'half open' });
const offset = (ms: number): Event =>
  event(ClockOffsetMeasured, { connector: 'c', offsetUs: BigInt(ms) * 1000n, roundTripUs: 0n });
const round = (second: number): Event =>
  event(
    OracleRoundObserved,
    OracleRoundObserved.fromPartial({
      feed: ROUNDS,
      asset: 'ETH',
      roundId: String(second + 1),
      answer: '1',
      decimals: 8,
      updatedAtUs: seconds(second),
    }),
  );
const perp = (second: number, feed = VENUE_FEED): Event => {
  const said = { feed, venue: 'deribit', instrumentId: 'perp:deribit:ETH-USD', markPrice: '1600' };
  return event(PerpObserved, PerpObserved.fromPartial({ ...said, observedAtUs: seconds(second) }));
};
const adopted = (number: number, second: number): Event =>
  event(
    BlockAdopted,
    BlockAdopted.fromPartial({ chain: 'ethereum', number: BigInt(number), blockTimeUs: seconds(second) }),
  );
const reverted = (number: number, depth: number): Event =>
  event(BlockReverted, BlockReverted.fromPartial({ chain: 'ethereum', number: BigInt(number), depth }));
const finalized = (number: number): Event =>
  event(BlockFinalized, BlockFinalized.fromPartial({ chain: 'ethereum', number: BigInt(number) }));

describe('a venue’s connection', () => {
  it('degrades its feed when it goes, until that has spoken in a new session', () => {
    const desk = healthDesk(venueFeed);
    desk.given(0, VENUE_FEED, connected(1), perp(0));
    expect(desk.step(0)).toEqual([]);
    expect(desk.standing(VENUE_FEED, 0).connected).toBe(true);
    desk.given(1, VENUE_FEED, disconnected(1));
    expect(desk.step(1)).toEqual(['FeedDegraded deribit disconnected']);
    expect(desk.said[0]?.value).toMatchObject({
      detail: 'Expected a session of deribit, the last one ended: half open.',
    });
    expect(desk.standing(VENUE_FEED, 1)).toMatchObject({ connected: false, degraded: ['disconnected'] });
    expect(desk.step(2)).toEqual([]);
    desk.given(3, VENUE_FEED, connected(2));
    expect(desk.step(3)).toEqual([]);
    expect(desk.standing(VENUE_FEED, 3).connected).toBe(true);
    desk.given(4, VENUE_FEED, perp(4));
    expect(desk.step(4)).toEqual(['FeedRestored deribit disconnected']);
  });

  it('degrades what it brings under other names until that has spoken again', () => {
    const desk = healthDesk(venueFeed);
    const other = 'deribit:BTC';
    desk.given(0, VENUE_FEED, connected(1));
    desk.given(0, other, perp(0, other));
    desk.given(1, VENUE_FEED, disconnected(1));
    expect(desk.step(1)).toEqual(['FeedDegraded deribit disconnected', 'FeedDegraded deribit:BTC disconnected']);
    desk.given(2, VENUE_FEED, connected(2));
    expect(desk.step(2, [message(VENUE_FEED)])).toEqual(['FeedRestored deribit disconnected']);
    desk.given(3, other, perp(3, other));
    expect(desk.step(3)).toEqual(['FeedRestored deribit:BTC disconnected']);
  });

  it('stands while one of its sessions does; a new session replaces one at the same place', () => {
    const desk = healthDesk(venueFeed);
    desk.given(0, VENUE_FEED, connected(1, 'a'), connected(2, 'b'), disconnected(1, 'a'));
    expect(desk.step(0)).toEqual([]);
    // A crash kept the end of session 2 from being said; its late end doesn't end session 3.
    desk.given(1, VENUE_FEED, connected(3, 'b'), disconnected(2, 'b'));
    expect(desk.step(1)).toEqual([]);
    desk.given(2, VENUE_FEED, disconnected(3, 'b'));
    expect(desk.step(2)).toEqual(['FeedDegraded deribit disconnected']);
  });

  it('takes a clock’s offset out of the lag, and says when it is too far off', () => {
    const desk = healthDesk(venueFeed);
    // The source's clock is 400 ms ahead; a message stamped 9.9 was here at 10: it took 500 ms.
    desk.given(10, VENUE_FEED, connected(1), offset(400), perp(9.9));
    expect(desk.step(10)).toEqual([]);
    expect(desk.standing(VENUE_FEED, 10)).toMatchObject({ lagUs: 500_000n, clockOffsetUs: 400_000n });
    desk.given(11, VENUE_FEED, offset(-2001));
    expect(desk.step(11)).toEqual(['FeedDegraded deribit clock']);
    expect(desk.said[0]?.value).toMatchObject({ detail: 'Expected a clock within 2000 ms of ours, was -2001 ms off.' });
    desk.given(12, VENUE_FEED, offset(-2000));
    expect(desk.step(12)).toEqual(['FeedRestored deribit clock']);
  });
});

describe('a chain', () => {
  it('degrades what it brings after a deep reorganisation until its highest block is final', () => {
    const desk = healthDesk(chainFeed);
    desk.given(0, ROUNDS, round(0));
    desk.given(0, 'ethereum', reverted(102, 2), reverted(101, 2));
    expect(desk.step(0)).toEqual([]);
    desk.given(1, 'ethereum', reverted(105, 3), reverted(104, 3), reverted(103, 3));
    expect(desk.step(1)).toEqual([`FeedDegraded ${CHAIN_FEED} reorg_depth`, `FeedDegraded ${ROUNDS} reorg_depth`]);
    expect(desk.said[0]?.value).toMatchObject({
      detail: 'Expected reorganisations of at most 2 blocks, was 3; until 105 is final.',
    });
    desk.given(2, 'ethereum', finalized(104));
    expect(desk.step(2)).toEqual([]);
    desk.given(3, 'ethereum', finalized(105));
    expect(desk.step(3)).toEqual([`FeedRestored ${CHAIN_FEED} reorg_depth`, `FeedRestored ${ROUNDS} reorg_depth`]);
    expect(desk.standing(ROUNDS, 3).reorgDepthMax).toBe(3);
  });

  it('degrades what it brings while its nodes disagree', () => {
    const desk = healthDesk(chainFeed);
    desk.given(0, ROUNDS, round(0));
    const control = { connector: 'c', reason: 'quorum', detail: 'Expected 2 of 3 to agree, was 1.' };
    const frame = (kind: 'degraded' | 'restored') => ({
      feed: CHAIN_FEED,
      raw: new Uint8Array(),
      receivedAtUs: 0n,
      control: { kind, ...control },
    });
    expect(desk.step(1, [frame('degraded')])).toEqual([
      `FeedDegraded ${CHAIN_FEED} quorum`,
      `FeedDegraded ${ROUNDS} quorum`,
    ]);
    expect(desk.step(2, [frame('restored')])).toEqual([
      `FeedRestored ${CHAIN_FEED} quorum`,
      `FeedRestored ${ROUNDS} quorum`,
    ]);
  });

  it('passes on that a branch left what is final, and leaves that and its clock to whoever said so', () => {
    const desk = healthDesk(chainFeed);
    desk.given(0, ROUNDS, round(0));
    const said = (reason: string): Event =>
      event(FeedDegraded, { feed: CHAIN_FEED, reason, detail: 'As found.', instrumentId: '' });
    desk.given(1, CHAIN_FEED, said('reorg'), said('clock'));
    expect(desk.step(1)).toEqual([`FeedDegraded ${ROUNDS} reorg`]);
    expect(desk.step(2)).toEqual([]);
    desk.given(3, CHAIN_FEED, event(FeedRestored, { feed: CHAIN_FEED, reason: 'reorg', instrumentId: '' }));
    expect(desk.step(3)).toEqual([`FeedRestored ${ROUNDS} reorg`]);
  });

  it('has back what it brings with the next block after a lost session, since that says that nothing happened', () => {
    const desk = healthDesk(chainFeed);
    desk.given(0, CHAIN_FEED, connected(1));
    desk.given(0, ROUNDS, round(0));
    desk.given(1, CHAIN_FEED, disconnected(1));
    expect(desk.step(1)).toHaveLength(2);
    desk.given(2, CHAIN_FEED, connected(2));
    expect(desk.step(2)).toEqual([`FeedRestored ${CHAIN_FEED} disconnected`]);
    const block = { feed: CHAIN_FEED, raw: new Uint8Array([1]), receivedAtUs: 0n };
    expect(desk.step(3, [block])).toEqual([`FeedRestored ${ROUNDS} disconnected`]);
  });

  it('is as old as its newest block, and so is what it brings', () => {
    const desk = healthDesk(chainFeed);
    desk.given(1, ROUNDS, round(1));
    desk.given(100, 'ethereum', adopted(7, 96));
    expect(desk.standing(CHAIN_FEED, 100)).toMatchObject({ ageUs: seconds(4), ageLimitUs: seconds(60) });
    expect(desk.standing(ROUNDS, 100)).toMatchObject({ ageUs: seconds(99), ageLimitUs: seconds(60), stale: false });
  });
});
