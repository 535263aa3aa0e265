import { describe, expect, it } from 'vitest';
import type { FeedsAnswer } from '../wire/apiAnswers.js';
import { feedFlag, feedTitle, formatLag, lagOf } from './feedWords.js';

type Feed = FeedsAnswer['feeds'][number];

function feed(more: Partial<Feed> = {}): Feed {
  return {
    feed: 'chainlink:ethereum:ETH-USD',
    lastObservedAtUs: '1',
    ageUs: '12000000',
    ageLimitUs: '3900000000',
    stale: false,
    assumed: false,
    observations: '7',
    duplicates: '1',
    gaps: '0',
    quarantined: '0',
    lagUs: '41000',
    reorgDepthMax: 0,
    oracleDeviationBps: '',
    dropped: [],
    degraded: [],
    connected: true,
    clockOffsetUs: '0',
    faults: [],
    ...more,
  };
}

describe('feedFlag', () => {
  it.each([
    [{}, '', false],
    [{ assumed: true }, 'assumed', false],
    [{ oracleDeviationBps: '-233.02' }, '\u2212233 bp', false],
    [{ stale: true, oracleDeviationBps: '5' }, 'STALE', true],
    [{ degraded: ['sequence|perp:deribit:ETH-USD'] }, 'SEQUENCE', true],
    [{ stale: true, degraded: ['sequence', 'sequence|x', 'clock'] }, 'STALE +2', true],
    [{ degraded: ['disconnected'], connected: false }, 'DISCONNECTED', true],
    [{ connected: false }, 'DISCONNECTED', true],
    [{ degraded: ['endpoint/https://node.example'] }, 'NODE', true],
  ])('of %j is %s', (more, words, isBad) => {
    expect(feedFlag(feed(more))).toEqual({ words, isBad });
  });
});

describe('formatLag', () => {
  it.each([
    [41_000, '41 ms'],
    [-1_500, '\u22122 ms'],
    [2_500_000, '2.5 s'],
    [249_000_000, '4 m 09 s'],
  ])('of %d µs is %s', (us, text) => expect(formatLag(us)).toBe(text));

  it('is none of a feed that hasn’t spoken', () => {
    expect([lagOf(feed()), lagOf(feed({ lastObservedAtUs: '0' }))]).toEqual(['41 ms', '–']);
  });
});

describe('feedTitle', () => {
  it('says everything that is known', () => {
    const more = {
      dropped: [{ reason: 'refused', count: '3' }],
      degraded: ['clock'],
      clockOffsetUs: '2100000',
      reorgDepthMax: 3,
      oracleDeviationBps: '12.5',
    };
    expect(feedTitle(feed(more)).split('\n')).toEqual([
      'chainlink ETH-USD (chainlink:ethereum:ETH-USD)',
      '12 s old, limit 1 h 05 m',
      '7 observations, 1 duplicates, 0 quarantined',
      'dropped: refused 3',
      'degraded: clock',
      '12.5 bp from the market',
      'clock 2.1 s ahead of ours',
      'deepest reorganisation 3 blocks',
    ]);
  });
});
