import type { QuoteColumns } from '../screenQuotes.js';

/** No book is tighter than this in truth: below it the clock and the forward are what differs. A tenth of a vol point. */
const HALF_SPREAD_VOL_FLOOR = 1e-3;

/** What one slice is fitted to: total variances, with the change of total variance that is worth one unit of residual. */
export interface FitTargets {
  readonly length: number;
  readonly k: Float64Array;
  readonly w: Float64Array;
  readonly scale: Float64Array;
}

/**
 * The quotes of a slice as targets. A residual of 1 is half of the bid-ask spread in vol, which is half of the spread in
 * price over vega: tight quotes and those with vega lead, wings and wide books follow.
 */
export function fitTargets(quotes: QuoteColumns, tauYears: number): FitTargets {
  const { length } = quotes;
  const w = new Float64Array(length);
  const scale = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const vol = quotes.midVol[i]!;
    const halfSpread = (quotes.askVol[i]! - quotes.bidVol[i]!) / 2;
    w[i] = vol * vol * tauYears;
    scale[i] = 2 * vol * tauYears * Math.hypot(halfSpread, HALF_SPREAD_VOL_FLOOR);
  }
  return { length, k: quotes.k.subarray(0, length), w, scale };
}
