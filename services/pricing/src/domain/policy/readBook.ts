import type { Candidate, OrderBook, RefusalCode, SourceRefusal } from './candidate.js';
import type { MarkPolicy } from './markPolicy.js';

/** A book that says something: its middle as a candidate, and the quotes that others are held to. */
export interface ReadBook {
  readonly kind: 'read';
  readonly candidate: Candidate;
  readonly bid: number;
  readonly ask: number;
}

/**
 * The middle of a book. Where the spread is narrow and both sizes are known it is the micro price, which leans to the
 * side that is about to be used up: (bid·askSize + ask·bidSize)/(bidSize + askSize); elsewhere it is the mid.
 */
export function readBook(
  book: OrderBook,
  policy: MarkPolicy,
): ReadBook | (SourceRefusal & { readonly kind: 'order_book' }) {
  const { source, bid, ask, bidSize, askSize } = book;
  const refused = (
    code: RefusalCode,
    low: number,
    high: number,
    found: number,
  ): SourceRefusal & { kind: 'order_book' } => {
    return { source, kind: 'order_book', code, low, high, found };
  };
  const [hasBid, hasAsk] = [isQuote(bid, policy), isQuote(ask, policy)];
  if (!hasBid && !hasAsk) return refused('empty_book', 0, policy.valueMax, bid);
  if (!hasBid || !hasAsk) return refused('one_sided_book', 0, policy.valueMax, hasBid ? ask : bid);
  // A locked book has no spread for the checks to go by, and no venue lets one stand.
  if (bid >= ask) return refused('crossed_book', 0, ask, bid);
  const mid = (bid + ask) / 2;
  const spreadRatio = (ask - bid) / mid;
  if (spreadRatio > policy.spreadRatioMax) return refused('wide_book', 0, policy.spreadRatioMax, spreadRatio);
  const weighed = spreadRatio <= policy.microSpreadRatioMax && isSize(bidSize) && isSize(askSize);
  const bidShare = weighed ? askSize / (bidSize + askSize) : 0.5;
  // Written from the bid on, so that rounding can't carry it outside the quotes.
  const value = Math.min(ask, bid + (ask - bid) * (1 - bidShare));
  const { origin, ageUs, ageLimitUs, degraded } = book;
  return {
    kind: 'read',
    candidate: { kind: 'order_book', source, origin, value, ageUs, ageLimitUs, degraded, assumed: false },
    bid,
    ask,
  };
}

function isQuote(value: number, policy: MarkPolicy): boolean {
  return value > 0 && value <= policy.valueMax;
}

/** Sizes whose sum overflows weigh nothing. */
function isSize(value: number): boolean {
  return value > 0 && value <= Number.MAX_VALUE / 4;
}
