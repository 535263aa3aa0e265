import { event } from '@gimbal/contracts';
import { FeedDegraded } from '@gimbal/contracts/ingestion/v1/health_events';
import { InstrumentSpecified } from '@gimbal/contracts/ingestion/v1/venue_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import type { RawFrame } from '../rawFrame.js';
import { healthDesk, message, problem, VENUE_FEED, venueFeed } from './health.sample.js';

const PERP = 'perp:deribit:ETH-USD';

function control(kind: 'degraded' | 'restored', reason: string): RawFrame {
  const said = { kind, connector: 'c', reason, detail: 'Expected room, was none.' };
  return { feed: VENUE_FEED, raw: new Uint8Array(), receivedAtUs: 0n, control: said };
}

function quarantined(
  count: number,
  reason = 'Expected a number, was "x".',
): readonly [string, ReturnType<typeof event>][] {
  const said = event(RecordQuarantined, RecordQuarantined.fromPartial({ source: VENUE_FEED, reason }));
  return Array.from({ length: count }, () => [VENUE_FEED, said] as const);
}

describe('a feed of which something isn’t right', () => {
  it('is degraded at once, and restored when it has spoken without it after ten seconds', () => {
    const desk = healthDesk(venueFeed);
    expect(desk.step(0, [message(VENUE_FEED, problem('checksum', 'book'))])).toEqual(['FeedDegraded deribit checksum']);
    expect(desk.said[0]?.value).toMatchObject({ detail: 'book: Expected 5, was 7.' });
    expect(desk.step(9, [message(VENUE_FEED)])).toEqual([]);
    // The time is over, but nothing was heard.
    expect(desk.step(10)).toEqual([]);
    expect(desk.standing(VENUE_FEED, 10).degraded).toEqual(['checksum']);
    expect(desk.step(11, [message(VENUE_FEED)])).toEqual(['FeedRestored deribit checksum']);
    expect(desk.standing(VENUE_FEED, 11)).toMatchObject({
      degraded: [],
      dropped: [{ reason: 'checksum', count: 1 }],
    });
  });

  it('is said again at most every five seconds while it goes on, and ends ten seconds after the last time', () => {
    const desk = healthDesk(venueFeed);
    const crossed = [message(VENUE_FEED, problem('crossed', 'x'))];
    const lines = [0, 1, 4, 5, 9, 10].map((second) => desk.step(second, crossed).length);
    expect(lines).toEqual([1, 0, 0, 1, 0, 1]);
    expect(desk.step(19, [message(VENUE_FEED)])).toEqual([]);
    expect(desk.step(20, [message(VENUE_FEED)])).toEqual(['FeedRestored deribit crossed']);
    // It began once.
    expect(desk.standing(VENUE_FEED, 20).dropped).toEqual([{ reason: 'crossed', count: 1 }]);
  });

  it('names the one instrument that it is about, by its id or by the venue’s symbol in a channel', () => {
    const desk = healthDesk(venueFeed);
    const specified = InstrumentSpecified.fromPartial({
      feed: VENUE_FEED,
      symbol: 'ETH-PERPETUAL',
      instrumentId: PERP,
    });
    desk.given(0, VENUE_FEED, event(InstrumentSpecified, specified));
    const lines = desk.step(1, [
      message(VENUE_FEED, problem('gap', 'book.ETH-PERPETUAL.100ms'), problem('gap', 'book.BTC-PERPETUAL.100ms')),
      message(VENUE_FEED, problem('crossed', PERP)),
    ]);
    expect(lines).toEqual([
      `FeedDegraded deribit sequence ${PERP}`,
      'FeedDegraded deribit sequence',
      `FeedDegraded deribit crossed ${PERP}`,
    ]);
    expect(desk.standing(VENUE_FEED, 1).degraded).toEqual([`sequence|${PERP}`, 'sequence', `crossed|${PERP}`]);
  });

  it('is degraded by its connector until the connector says otherwise, whatever it speaks in between', () => {
    const desk = healthDesk(venueFeed);
    expect(desk.step(0, [control('degraded', 'overflow')])).toEqual(['FeedDegraded deribit overflow']);
    expect(desk.step(60, [message(VENUE_FEED), control('degraded', 'overflow')])).toEqual([]);
    expect(desk.step(61, [control('restored', 'overflow')])).toEqual(['FeedRestored deribit overflow']);
    expect(desk.step(62, [control('restored', 'overflow')])).toEqual([]);
  });

  it('says nothing of what another part of the decision has said already', () => {
    const desk = healthDesk(venueFeed);
    const said = event(FeedDegraded, { feed: VENUE_FEED, reason: 'checksum', detail: '', instrumentId: '' });
    expect(desk.step(0, [message(VENUE_FEED, problem('checksum', ''))], [[VENUE_FEED, said]])).toEqual([]);
  });
});

describe('what was dropped', () => {
  it('is counted by feed and reason', () => {
    const desk = healthDesk(venueFeed);
    const late = quarantined(2, 'Expected of x what follows 5, was the late 4.');
    const ahead = quarantined(1, 'Expected a time not after 2023, was 2024.');
    const lines = desk.step(0, [message(VENUE_FEED, problem('late', 'x'))], [...quarantined(3), ...late, ...ahead]);
    expect(lines).toEqual([
      'FramesDropped deribit refused',
      'FramesDropped deribit late',
      'FramesDropped deribit ahead_of_clock',
    ]);
    expect(desk.said.map(({ value }) => (value as { count: bigint }).count)).toEqual([3n, 3n, 1n]);
    expect(desk.standing(VENUE_FEED, 0).dropped).toEqual([
      { reason: 'refused', count: 3 },
      { reason: 'late', count: 3 },
      { reason: 'ahead_of_clock', count: 1 },
    ]);
  });

  it('degrades the feed above ten a minute, until a minute is over and it speaks', () => {
    const desk = healthDesk(venueFeed);
    expect(desk.step(0, [], quarantined(10))).toEqual(['FramesDropped deribit refused']);
    expect(desk.step(30, [], quarantined(1))).toEqual([
      'FramesDropped deribit refused',
      'FeedDegraded deribit refused',
    ]);
    expect(desk.said[1]?.value).toMatchObject({ detail: 'Expected at most 10 a minute, were 11.' });
    expect(desk.step(59, [message(VENUE_FEED)])).toEqual([]);
    expect(desk.step(60, [message(VENUE_FEED)])).toEqual(['FeedRestored deribit refused']);
    // The count is that of the messages; that it degraded is no drop of its own.
    expect(desk.standing(VENUE_FEED, 60).dropped).toEqual([{ reason: 'refused', count: 11 }]);
    // A new window begins with the next one.
    expect(desk.step(61, [], quarantined(10))).toEqual(['FramesDropped deribit refused']);
  });

  it('is nobody’s where the catalogue knows no such feed', () => {
    expect(healthDesk().step(0, [], quarantined(50))).toEqual([]);
  });
});
