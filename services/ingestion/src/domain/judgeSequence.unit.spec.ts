import { describe, expect, it } from 'vitest';
import { judgeSequence } from './judgeSequence.js';
import type { FeedHealthRow, FeedRow } from './ingestionState.js';

const seen = (first: bigint, last: bigint): FeedRow => ({
  feed: 'f',
  lastObservedAtUs: 0n,
  observations: 1,
  learntAtUs: 0n,
  lagUs: 0n,
  firstSequence: first,
  lastSequence: last,
});
const health = (...holes: [bigint, bigint][]): FeedHealthRow => ({
  feed: 'f',
  stale: false,
  gaps: holes.length,
  holes: holes.map(([from, to]) => ({ from, to })),
  degraded: [],
  drops: [],
  dropWindow: undefined,
});

describe('judgeSequence', () => {
  it('takes what follows, and anything at the beginning', () => {
    expect(judgeSequence(8n, 'rounds', seen(3n, 7n), health(), undefined)).toEqual({ kind: 'new' });
    expect(judgeSequence(8n, 'rounds', undefined, health(), undefined)).toEqual({ kind: 'new' });
  });

  it('names the first missing round', () => {
    expect(judgeSequence(10n, 'rounds', seen(3n, 7n), health(), undefined)).toEqual({ kind: 'new', missingFrom: 8n });
  });

  it('knows a duplicate from what came late', () => {
    const feed = seen(3n, 9n);
    expect(judgeSequence(9n, 'rounds', feed, health([5n, 6n]), undefined).kind).toBe('duplicate');
    expect(judgeSequence(4n, 'rounds', feed, health([5n, 6n]), undefined).kind).toBe('duplicate');
    expect(judgeSequence(6n, 'rounds', feed, health([5n, 6n]), undefined).kind).toBe('late');
    expect(judgeSequence(2n, 'rounds', feed, health(), undefined).kind).toBe('late');
  });

  it('trusts the connector about rows that observed nothing', () => {
    expect(judgeSequence(60n, 'minutes-carried', seen(1n, 3n), health(), 59n)).toEqual({ kind: 'new' });
    expect(judgeSequence(60n, 'minutes-carried', seen(1n, 3n), health(), 50n)).toEqual({
      kind: 'new',
      missingFrom: 51n,
    });
    expect(judgeSequence(60n, 'minutes-carried', seen(1n, 3n), health(), undefined)).toEqual({ kind: 'new' });
  });

  it('finds no gap between two phases of an aggregator', () => {
    // Round ids of a proxy: phase << 64 | round. Source: https://docs.chain.link/data-feeds/historical-data
    const phase6 = (6n << 64n) + 40_000n;
    const phase7 = (7n << 64n) + 1n;
    expect(judgeSequence(phase7, 'rounds', seen(phase6, phase6), health(), undefined)).toEqual({ kind: 'new' });
  });

  it('finds nothing missing where nothing is counted', () => {
    expect(judgeSequence(60n, 'none', seen(1n, 3n), health(), 5n)).toEqual({ kind: 'new' });
  });
});
