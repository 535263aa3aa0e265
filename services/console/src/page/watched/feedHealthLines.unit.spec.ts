import { describe, expect, it } from 'vitest';
import { CLOCK_US, feedSample } from './feed.sample.js';
import { feedHealthLines, problemsOf, sickFirst } from './feedHealthLines.js';

const since = (clock: string): string => String(Date.parse(`2023-08-17T${clock}Z`) * 1000);
const fault = (reason: string, more = {}) => ({
  reason,
  instrumentId: '',
  detail: '',
  sinceUs: since('21:45:23'),
  ...more,
});

describe('problemsOf', () => {
  it('says since when a feed is stale: since its last word was too old', () => {
    // Its last word is of 21:43, and it may be silent for ten minutes.
    const feed = feedSample({ stale: true, lastObservedAtUs: since('21:43:00'), ageUs: '720000000' });
    expect(problemsOf(feed, CLOCK_US)).toEqual([
      {
        words: 'stale since 21:53:00',
        detail: 'Expected an observation within 10 m 00 s, the last is 12 m 00 s old.',
        tone: 'bad',
      },
    ]);
    const mute = feedSample({ stale: true, lastObservedAtUs: '0', ageUs: '0' });
    expect(problemsOf(mute, CLOCK_US)[0]).toMatchObject({ words: 'stale', detail: 'It has said nothing yet.' });
  });

  it.each([
    ['sequence', {}, 'sequence since 21:45:23', 'bad'],
    ['reorg_depth', {}, 'reorg depth since 21:45:23', 'bad'],
    ['a reason of a later contract', {}, 'a reason of a later contract since 21:45:23', 'bad'],
    ['crossed', { instrumentId: 'perp:deribit:ETH-USD' }, 'crossed of ETH-USD perp since 21:45:23', 'warn'],
    ['clock', { sinceUs: String(Date.parse('2023-08-16T09:00:00Z') * 1000) }, 'clock since 16 Aug 09:00', 'warn'],
    ['endpoint/node-b', {}, 'node node-b set aside since 21:45:23', 'warn'],
    ['endpoint/\u202Eb', {}, 'node \uFFFDb set aside since 21:45:23', 'warn'],
  ])('of %s with %j is %s', (reason, more, words, tone) => {
    const feed = feedSample({ degraded: [reason], faults: [fault(reason, more)] });
    expect(problemsOf(feed, CLOCK_US)).toEqual([{ words, detail: '', tone }]);
  });

  it('says of a lost session once', () => {
    const lost = feedSample({ connected: false, degraded: ['disconnected'], faults: [fault('disconnected')] });
    expect(problemsOf(lost, CLOCK_US).map(({ words }) => words)).toEqual(['disconnected since 21:45:23']);
    const never = feedSample({ connected: false });
    expect(problemsOf(never, CLOCK_US).map(({ words }) => words)).toEqual(['not connected']);
  });
});

it('puts those that can’t be trusted before those that may be used, and the well last, each as they came', () => {
  const feeds = [
    feedSample({ feed: 'well:1' }),
    feedSample({ feed: 'usable', faults: [fault('clock')] }),
    feedSample({ feed: 'stale', stale: true }),
    feedSample({ feed: 'well:2' }),
    feedSample({ feed: 'wrong', faults: [fault('clock'), fault('checksum')] }),
  ];
  expect(sickFirst(feeds).map(({ feed }) => feed)).toEqual(['stale', 'wrong', 'usable', 'well:1', 'well:2']);
});

it('says what is known of a feed in its columns, and nothing where there is nothing', () => {
  const dropped = [
    { reason: 'gap', count: '2' },
    { reason: 'ahead_of_clock', count: '3' },
    { reason: 'sequence', count: '1' },
  ];
  const [line] = feedHealthLines([feedSample({ gaps: '2', reorgDepthMax: 3, dropped })], CLOCK_US);
  expect(line).toMatchObject({ name: 'chainlink ETH-USD', age: '12 s', limit: '10 m', lag: '41 ms', gaps: '2' });
  expect(line).toMatchObject({ reorg: '3', dropped: 'ahead of clock 3, sequence 1', note: '', tone: '' });
  const [quiet] = feedHealthLines([feedSample({ lastObservedAtUs: '0', ageLimitUs: '0', assumed: true })], CLOCK_US);
  expect(quiet).toMatchObject({ age: '–', limit: '', lag: '–', gaps: '', reorg: '', dropped: '', note: 'assumed' });
});
