import type { Candidate, OrderBook, SourceKind } from './candidate.js';

const SECOND_US = 1_000_000n;

/** A fresh candidate of its own origin, unless told otherwise. */
export function said(kind: SourceKind, value: number, more: Partial<Candidate> = {}): Candidate {
  const source = more.source ?? kind;
  return { kind, source, origin: source, value, ageUs: 0n, ageLimitUs: 60n * SECOND_US, assumed: false, ...more };
}

export function quoted(bid: number, ask: number, more: Partial<OrderBook> = {}): OrderBook {
  const age = { ageUs: 0n, ageLimitUs: 60n * SECOND_US };
  return { source: 'book', origin: 'book', bid, ask, bidSize: Number.NaN, askSize: Number.NaN, ...age, ...more };
}

export const seconds = (count: number): bigint => BigInt(count) * SECOND_US;
