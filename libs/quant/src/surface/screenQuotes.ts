import { allocateImpliedVolatilityOutputs } from '../impliedVolatility/allocateImpliedVolatilityColumns.js';
import { writeImpliedVolatility } from '../impliedVolatility/writeImpliedVolatility.js';
import { normalPdf } from '../normal/normalPdf.js';
import { LOG_MONEYNESS_MAX, VOL_MAX, VOL_MIN } from './limits.js';
import type { OptionQuote, QuoteRefusal, QuoteRefusalReason, QuoteUnit } from './surfaceTypes.js';

/** What a quote must be to be used, and what stands in for a spread when there is only a mark. */
export interface QuotePolicy {
  readonly ageMsMax: number;
  /** Use a mark when the book has no two sides: for venues that publish volatilities and no book. */
  readonly acceptMarks: boolean;
  /** Half of the spread, in vol, that a mark alone is given. */
  readonly markHalfSpreadVol: number;
}

/** The quotes of one expiry that can be used, as columns. Vols are fractions; `vega` is dV/dσ per unit of forward. */
export interface QuoteColumns {
  readonly length: number;
  readonly k: Float64Array;
  readonly strike: Float64Array;
  readonly bidVol: Float64Array;
  readonly askVol: Float64Array;
  readonly midVol: Float64Array;
  readonly vega: Float64Array;
}

export interface ScreenedQuotes {
  readonly used: QuoteColumns;
  readonly refused: readonly QuoteRefusal[];
}

/** How an expiry quotes: its unit, its time, its forward, and what a dollar at expiry is worth now. */
export interface QuoteFrame {
  readonly unit: QuoteUnit;
  readonly tauYears: number;
  readonly forward: number;
  readonly discount: number;
}

/** One row, for one price at a time. */
const implied = allocateImpliedVolatilityOutputs(1);

type Refuse = (
  reason: QuoteRefusalReason,
  field: QuoteRefusal['field'],
  expected: string,
  found: unknown,
) => QuoteRefusal;

/**
 * Turns quotes into volatilities of bid, ask and mid, one by one: what is stale, crossed, one-sided, empty, below intrinsic
 * or above what an option can be worth is left out with its reason, and the rest is kept in the order it came in.
 */
export function screenQuotes(quotes: readonly OptionQuote[], frame: QuoteFrame, policy: QuotePolicy): ScreenedQuotes {
  const refused: QuoteRefusal[] = [];
  const columns = allocateColumns(quotes.length);
  let row = 0;
  for (const quote of quotes) {
    const refusal = writeQuote(columns, row, quote, frame, policy);
    if (refusal === undefined) row++;
    else refused.push(refusal);
  }
  return { used: { ...columns, length: row }, refused };
}

function allocateColumns(length: number): QuoteColumns {
  const column = () => new Float64Array(length);
  return {
    length,
    k: column(),
    strike: column(),
    bidVol: column(),
    askVol: column(),
    midVol: column(),
    vega: column(),
  };
}

function writeQuote(
  out: QuoteColumns,
  row: number,
  quote: OptionQuote,
  frame: QuoteFrame,
  policy: QuotePolicy,
): QuoteRefusal | undefined {
  const { strike, right } = quote;
  const refuse: Refuse = (reason, field, expected, found) => {
    return { reason, strike, right, field, expected, found: String(found) };
  };
  const forward = quote.forward ?? frame.forward;
  const inputs = refuseInputs(quote, forward, policy, refuse);
  if (inputs !== undefined) return inputs;
  const k = Math.log(strike / forward);
  if (!(Math.abs(k) <= LOG_MONEYNESS_MAX)) {
    return refuse('moneynessOutOfRange', 'k', `ln(K/F) within ±${LOG_MONEYNESS_MAX}`, k);
  }
  const sides = chooseSides(quote, policy, refuse);
  if ('reason' in sides) return sides;
  const vols: number[] = [];
  for (const field of ['bid', 'ask'] as const) {
    const vol = volOf(sides[field], sides.fields[field], k, right, frame, forward, refuse);
    if (typeof vol !== 'number') return vol;
    vols.push(vol);
  }
  const extra = sides.fromMark ? policy.markHalfSpreadVol : 0;
  const bidVol = Math.max(VOL_MIN, vols[0]! - extra);
  const askVol = vols[1]! + extra;
  const midVol = (vols[0]! + vols[1]!) / 2;
  const deviation = midVol * Math.sqrt(frame.tauYears);
  out.k[row] = k;
  out.strike[row] = strike;
  out.bidVol[row] = bidVol;
  out.askVol[row] = askVol;
  out.midVol[row] = midVol;
  out.vega[row] = normalPdf(-k / deviation + deviation / 2) * Math.sqrt(frame.tauYears);
  return undefined;
}

function refuseInputs(quote: OptionQuote, forward: number, policy: QuotePolicy, refuse: Refuse) {
  const numbers = [
    ['strike', quote.strike],
    ['forward', forward],
    ['bid', quote.bid ?? 0],
    ['ask', quote.ask ?? 0],
    ['mark', quote.mark ?? 0],
    ['ageMs', quote.ageMs],
  ] as const;
  const broken = numbers.find(([, value]) => !Number.isFinite(value));
  if (broken !== undefined) return refuse('notFinite', broken[0], 'a finite number', broken[1]);
  if (quote.strike <= 0) return refuse('strikeNotPositive', 'strike', 'a strike above 0', quote.strike);
  if (forward <= 0) return refuse('notFinite', 'forward', 'a forward above 0', forward);
  if (quote.ageMs > policy.ageMsMax) {
    return refuse('stale', 'ageMs', `a quote younger than ${policy.ageMsMax} ms`, quote.ageMs);
  }
  return undefined;
}

interface Sides {
  readonly bid: number;
  readonly ask: number;
  readonly fields: { readonly bid: 'bid' | 'mark'; readonly ask: 'ask' | 'mark' };
  readonly fromMark: boolean;
}

function chooseSides(quote: OptionQuote, policy: QuotePolicy, refuse: Refuse): Sides | QuoteRefusal {
  const bid = quote.bid !== undefined && quote.bid > 0 ? quote.bid : undefined;
  const ask = quote.ask !== undefined && quote.ask > 0 ? quote.ask : undefined;
  if (bid !== undefined && ask !== undefined) {
    if (bid > ask) return refuse('crossed', 'bid', `a bid of at most the ask ${ask}`, bid);
    return { bid, ask, fields: { bid: 'bid', ask: 'ask' }, fromMark: false };
  }
  if (policy.acceptMarks && quote.mark !== undefined && quote.mark > 0) {
    return { bid: quote.mark, ask: quote.mark, fields: { bid: 'mark', ask: 'mark' }, fromMark: true };
  }
  if (bid === undefined && ask === undefined) return refuse('empty', 'bid', 'a bid and an ask', 'neither');
  return bid === undefined
    ? refuse('oneSided', 'bid', 'a bid above 0', quote.bid)
    : refuse('oneSided', 'ask', 'an ask above 0', quote.ask);
}

/** The volatility of one price. In the money the intrinsic value is taken off, so that only time value is inverted. */
function volOf(
  price: number,
  field: QuoteRefusal['field'],
  k: number,
  right: 'call' | 'put',
  { unit, tauYears, discount }: QuoteFrame,
  forward: number,
  refuse: Refuse,
): number | QuoteRefusal {
  let vol = price;
  if (unit !== 'vol') {
    const perForward = unit === 'coin' ? price : price / (discount * forward);
    const moneyness = Math.exp(k);
    const intrinsic = Math.max(0, right === 'call' ? 1 - moneyness : moneyness - 1);
    const timeValue = perForward - intrinsic;
    if (!(timeValue > 0)) {
      return refuse('belowIntrinsic', field, `a price above ${intrinsic} of the forward`, perForward);
    }
    if (!(timeValue < Math.min(1, moneyness))) {
      return refuse(
        'aboveBound',
        field,
        `a price below ${right === 'call' ? 1 : moneyness} of the forward`,
        perForward,
      );
    }
    // By parity time value is the price of the option out of the money, with more digits than the price itself has of it.
    writeImpliedVolatility(implied, 0, timeValue, 1, moneyness, tauYears, 0, k < 0);
    vol = implied.vol[0]!;
  }
  if (vol >= VOL_MIN && vol <= VOL_MAX) return vol;
  return refuse('volOutOfRange', field, `a volatility from ${VOL_MIN} to ${VOL_MAX}`, vol);
}
