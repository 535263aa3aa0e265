import { event } from '@gimbal/contracts';
import { PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import { drive } from '../../ingestion.scenario.js';
import type { Observed } from '../decoded.js';
import type { FeedDescription } from '../feedDescription.js';
import type { FrameControl, RawFrame } from '../rawFrame.js';
import { type FrameReading, NOTHING_READ } from '../venues/venueSession.js';

const FEED: FeedDescription = {
  id: 'v',
  decoder: 'venue-session',
  venue: 'venue',
  staleAfterSeconds: 60,
  assumed: null,
};
const NOW_US = 1_700_000_000_000_000n;

const control = (said: FrameControl): RawFrame => ({
  feed: 'v',
  raw: new Uint8Array(0),
  receivedAtUs: NOW_US,
  control: said,
});
const read = (reading: Partial<FrameReading>): RawFrame => ({
  feed: 'v',
  raw: Buffer.from('the message'),
  receivedAtUs: NOW_US,
  reading: { ...NOTHING_READ, ...reading },
});
function perp(observedAtUs: bigint): Observed {
  const value = PerpObserved.fromPartial({ feed: 'v', venue: 'venue', instrumentId: 'perp:venue:ETH', observedAtUs });
  return { topic: 'market', key: 'v', event: event(PerpObserved, value), observedAtUs };
}
const ends = (session: number): FrameControl => ({
  kind: 'disconnected',
  connector: 'c',
  session,
  endpoint: 'e',
  reason: 'half open',
});
const begins = (session: number): FrameControl => ({ kind: 'connected', connector: 'c', session, endpoint: 'e' });
const names = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type.slice(type.lastIndexOf('.') + 1));

describe('live frames', () => {
  it('say each connection, its end once, and the clock', () => {
    const driven = drive([FEED]);
    const clock: FrameControl = { kind: 'clock', connector: 'c', offsetUs: -40n, roundTripUs: 90n };
    const said = driven.step(NOW_US, [control(begins(1)), control(clock), control(ends(1)), control(ends(2))]);
    expect(names(said)).toEqual(['FeedConnected', 'ClockOffsetMeasured', 'FeedDisconnected', 'FeedDegraded']);
    expect(said[1]!.value).toEqual({ connector: 'c', offsetUs: -40n, roundTripUs: 90n });
    expect(names(driven.step(NOW_US + 1n, [control(ends(3))]))).toEqual([]);
    expect(names(driven.step(NOW_US + 2n, [control(begins(4))]))).toEqual(['FeedConnected', 'FeedRestored']);
  });

  it('admit what a session read as anything else: new, seen before, late', () => {
    const driven = drive([FEED]);
    const frame = read({ observations: [perp(NOW_US - 5n), perp(NOW_US - 5n), perp(NOW_US - 9n)] });
    // The time counts as the sequence; one before the first is late.
    expect(names(driven.step(NOW_US, [frame]))).toEqual(['PerpObserved', 'RecordQuarantined', 'FramesDropped']);
    expect(driven.verdicts.map(({ kind }) => kind)).toEqual(['duplicate', 'quarantined']);
  });

  it('take a present that is two seconds ahead of ours, and no more', () => {
    const driven = drive([FEED]);
    const said = driven.step(NOW_US, [
      read({ observations: [perp(NOW_US + 2_000_000n)] }),
      read({ observations: [perp(NOW_US + 2_000_001n)] }),
    ]);
    expect(names(said)).toEqual(['PerpObserved', 'RecordQuarantined', 'FramesDropped']);
    expect((said[1]!.value as RecordQuarantined).reason).toMatch(/^Expected a time not after /);
  });

  it('keep a message that can not be used once, with its bytes and how much else was wrong', () => {
    const driven = drive([FEED]);
    const refused = (detail: string) => ({ kind: 'refused', subject: 's', detail }) as const;
    const [said, ...others] = driven.step(NOW_US, [read({ problems: [refused('First.'), refused('Second.')] })]);
    expect(names(others)).toEqual(['FramesDropped']);
    expect(said!.value).toMatchObject({ reason: 'First. And 1 more of this message.', source: 'v' });
    expect((said!.value as RecordQuarantined).rawValue.toString()).toBe('the message');
  });

  it('announce what a session missed', () => {
    const detail = 'Expected what follows 17, was 19.';
    const [gap] = drive([FEED]).step(NOW_US, [read({ problems: [{ kind: 'gap', subject: 'book.ETH', detail }] })]);
    expect(gap!.value).toEqual({ feed: 'v', expected: 'book.ETH: the next in order', found: detail });
  });

  it('refuse a feed that nobody described, and a session without a reading', () => {
    const driven = drive([FEED]);
    const stranger = { ...control(begins(1)), feed: 'w' };
    const unread: RawFrame = { feed: 'v', raw: Buffer.from('x'), receivedAtUs: NOW_US };
    expect(names(driven.step(NOW_US, [stranger, unread]))).toEqual([
      'RecordQuarantined',
      'RecordQuarantined',
      'FramesDropped',
    ]);
  });
});
