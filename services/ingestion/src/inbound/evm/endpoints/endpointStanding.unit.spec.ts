import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../live/backoff.js';
import { TokenBucket } from '../../live/tokenBucket.js';
import { NODE_BACKOFF, STRIKES_MAX } from '../limits.js';
import {
  afterAgreement,
  afterAnswer,
  afterContradiction,
  afterFailure,
  FRESH_STANDING,
  setAside,
} from './endpointStanding.js';

describe('what is thought of an endpoint', () => {
  it('rests for as long as it asked for', () => {
    const limited = { kind: 'rate_limited', retryAfterMs: 7_000 } as const;
    const standing = afterFailure(FRESH_STANDING, limited, 'limited', 1_000, 0);
    expect(standing).toMatchObject({ failures: 1, restingUntilMs: 8_000, wrong: { reason: 'closed' } });
    expect(afterAnswer(standing, 10)).toMatchObject({ failures: 0, wrong: undefined });
  });

  it('says nothing of a single failure of the ordinary kind, and of a second one it does', () => {
    const once = afterFailure(FRESH_STANDING, { kind: 'server_error', status: 500 }, '500', 0, 0);
    expect(once.wrong).toBeUndefined();
    expect(afterFailure(once, { kind: 'closed', detail: '' }, 'closed', 0, 0).wrong).toBeDefined();
  });

  it('is set aside after contradictions in a row, each time for longer, and cleared by agreement alone', () => {
    let standing = FRESH_STANDING;
    for (let strike = 1; strike < STRIKES_MAX; strike++) standing = afterContradiction(standing, 'no', 0);
    expect(standing.wrong).toBeUndefined();
    standing = afterContradiction(standing, 'no', 0);
    expect(standing).toMatchObject({ restingUntilMs: 60_000, wrong: { reason: 'quorum', detail: 'no' } });
    expect(afterAnswer(standing, 1).wrong).toBeDefined();
    expect(afterAgreement(standing).wrong).toBeUndefined();
    expect(setAside(standing, 'quorum', 'again', 60_000).restingUntilMs).toBe(180_000);
  });
});

describe('a backoff', () => {
  it('doubles between half of its step and the whole, up to its bound', () => {
    const pauseMs = (failures: number, unit: number) => backoffMs(failures, NODE_BACKOFF, () => unit);
    expect([pauseMs(1, 0), pauseMs(1, 1)]).toEqual([125, 250]);
    expect([pauseMs(4, 0), pauseMs(4, 1)]).toEqual([1_000, 2_000]);
    expect(pauseMs(1_000, 1)).toBe(30_000);
  });
});

describe('a rate', () => {
  it('lets a burst through, and then one after the other', () => {
    const bucket = new TokenBucket({ tokensMax: 10, tokensPerSecond: 10 }, 0);
    expect(bucket.reserve(10, 0)).toBe(0);
    expect(bucket.reserve(5, 0)).toBe(500);
    // Half a second later the five are there, and nothing else.
    expect(bucket.reserve(1, 500)).toBe(100);
    expect(bucket.reserve(10, 10_000)).toBe(0);
  });
});
