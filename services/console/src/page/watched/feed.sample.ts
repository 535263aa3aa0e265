import type { Feed } from './feedHealthLines.js';

/** Test support: a feed of which nothing is wrong, 12 s old at `CLOCK_US`. */
export function feedSample(more: Partial<Feed> = {}): Feed {
  return {
    feed: 'chainlink:ethereum:ETH-USD',
    lastObservedAtUs: String(CLOCK_US - 12_000_000),
    ageUs: '12000000',
    ageLimitUs: '600000000',
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
    faults: [],
    connected: true,
    clockOffsetUs: '0',
    ...more,
  };
}

/** 2023-08-17T21:55:00Z. */
export const CLOCK_US = Date.parse('2023-08-17T21:55:00Z') * 1000;
