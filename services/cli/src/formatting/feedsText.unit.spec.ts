import { Feed } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { describe, expect, it } from 'vitest';
import { feedsText } from './feedsText.js';

const feed = (more: Partial<Feed>): Feed => ({ ...Feed.fromPartial({ feed: 'deribit', connected: true }), ...more });

describe('feedsText', () => {
  it('shows age, lag, gaps, deviation, drops and what is wrong now', () => {
    const spoken = { lastObservedAtUs: 1n, ageUs: 12_400_000n, ageLimitUs: 60_000_000n, lagUs: 41_000n };
    const text = feedsText([
      feed({
        ...spoken,
        observations: 1234n,
        gaps: 2n,
        oracleDeviationBps: '-233.02',
        dropped: [
          { reason: 'gap', count: 2n },
          { reason: 'refused', count: 3n },
          { reason: 'late', count: 1n },
        ],
        degraded: ['sequence|perp:deribit:ETH-USD', 'disconnected'],
        connected: false,
        stale: true,
      }),
      feed({ feed: 'chain:ethereum', connected: false }),
    ]);
    expect(text.split('\n')).toEqual([
      'feed             age  limit      lag  seen  gaps   deviation  dropped            now',
      'deribit         12 s   60 s  0.041 s  1234     2  -233.02 bp  refused 3, late 1  stale, sequence|perp:deribit:ETH-USD, disconnected',
      'chain:ethereum     –               –     0     0                                 not connected',
    ]);
  });

  it('says when nothing is wrong', () => {
    expect(feedsText([])).toBe('No feed has anything wrong with it.');
  });
});
