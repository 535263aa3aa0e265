import type { ForwardEstimate, FutureQuote, OptionQuote, QuoteUnit } from './surfaceTypes.js';

/** A strike's parity forward is left out when it lies further from the median than this many of its own half widths. */
const OUTLIER_HALF_WIDTHS = 3;

/** And further than this many normal deviations by the median absolute deviation (1.4826 turns it into a deviation). */
const OUTLIER_DEVIATIONS = 4;
const MAD_TO_DEVIATION = 1.4826;

/** A future that differs from parity by more than this, and by more than both widths, is an outlier: a half of a percent. */
const FUTURE_DISAGREEMENT = 5e-3;

/** So many strikes have to agree before they overrule a future. */
const STRIKES_TO_OVERRULE = 5;

/** What a price without a book, or a book without width, leaves open: a hundredth of a percent. */
const HALF_WIDTH_FLOOR = 1e-4;

interface ParityPoint {
  readonly forward: number;
  readonly halfWidth: number;
}

/**
 * The forward of an expiry: its future when that is fresh and not at odds with the options, else put-call parity over the
 * strikes that quote both, weighted by the inverse square of what bid and ask leave open, far strikes left out.
 * Undefined when neither can say.
 */
export function estimateForward(
  options: readonly OptionQuote[],
  future: FutureQuote | undefined,
  unit: QuoteUnit,
  discount: number,
  ageMsMax: number,
): ForwardEstimate | undefined {
  const listed = future === undefined ? undefined : futureForward(future, ageMsMax);
  const parity = unit === 'vol' ? undefined : parityForward(options, unit, discount, ageMsMax);
  if (listed === undefined) return parity;
  if (parity === undefined || parity.observations < STRIKES_TO_OVERRULE) return listed;
  const apart = Math.abs(listed.forward - parity.forward);
  const allowed = FUTURE_DISAGREEMENT * parity.forward + listed.halfWidth + parity.halfWidth;
  return apart <= allowed ? listed : { ...parity, outliers: parity.outliers + 1 };
}

function futureForward({ bid, ask, price, ageMs }: FutureQuote, ageMsMax: number): ForwardEstimate | undefined {
  if (!(ageMs <= ageMsMax)) return undefined;
  const hasBook = isPrice(bid) && isPrice(ask) && bid <= ask;
  const forward = hasBook ? (bid + ask) / 2 : isPrice(price) ? price : undefined;
  if (forward === undefined) return undefined;
  const halfWidth = Math.max(HALF_WIDTH_FLOOR * forward, hasBook ? (ask - bid) / 2 : 0);
  return { forward, source: 'future', halfWidth, observations: 1, outliers: 0 };
}

function parityForward(
  options: readonly OptionQuote[],
  unit: QuoteUnit,
  discount: number,
  ageMsMax: number,
): ForwardEstimate | undefined {
  const points = parityPoints(options, unit, discount, ageMsMax);
  if (points.length === 0) return undefined;
  const centre = weightedMedian(points);
  const apart = points.map((point) => Math.abs(point.forward - centre)).sort((one, other) => one - other);
  const deviation = MAD_TO_DEVIATION * apart[Math.floor(apart.length / 2)]!;
  const kept = points.filter((point) => {
    const allowed = Math.max(OUTLIER_HALF_WIDTHS * point.halfWidth, OUTLIER_DEVIATIONS * deviation);
    return Math.abs(point.forward - centre) <= allowed;
  });
  let weights = 0;
  let sum = 0;
  for (const { forward, halfWidth } of kept) {
    weights += 1 / (halfWidth * halfWidth);
    sum += (forward - centre) / (halfWidth * halfWidth);
  }
  return {
    forward: centre + sum / weights,
    source: 'putCallParity',
    // Errors of neighbouring strikes go together, so the tightest strike says what is open, not the square root of their number.
    halfWidth: Math.min(...kept.map((point) => point.halfWidth)),
    observations: kept.length,
    outliers: points.length - kept.length,
  };
}

/** C - P = D(F - K), or 1 - K/F when both are fractions of the forward: the forwards at the ends of the bid-ask interval. */
function parityPoints(
  options: readonly OptionQuote[],
  unit: QuoteUnit,
  discount: number,
  ageMsMax: number,
): ParityPoint[] {
  const puts = new Map<number, OptionQuote>();
  for (const quote of options) if (quote.right === 'put') puts.set(quote.strike, quote);
  const points: ParityPoint[] = [];
  for (const call of options) {
    const put = call.right === 'call' ? puts.get(call.strike) : undefined;
    if (put === undefined || !isTwoSided(call, ageMsMax) || !isTwoSided(put, ageMsMax)) continue;
    const ends = [call.bid! - put.ask!, call.ask! - put.bid!].map((difference) => {
      return unit === 'coin' ? call.strike / (1 - difference) : call.strike + difference / discount;
    });
    const [low, high] = ends as [number, number];
    if (!(low > 0 && Number.isFinite(high) && high >= low)) continue;
    const forward = (low + high) / 2;
    points.push({ forward, halfWidth: Math.max((high - low) / 2, HALF_WIDTH_FLOOR * forward) });
  }
  return points;
}

function isTwoSided({ strike, bid, ask, ageMs }: OptionQuote, ageMsMax: number): boolean {
  return isPrice(strike) && isPrice(bid) && isPrice(ask) && bid <= ask && ageMs <= ageMsMax;
}

function isPrice(value: number | undefined): value is number {
  return value !== undefined && value > 0 && Number.isFinite(value);
}

function weightedMedian(points: readonly ParityPoint[]): number {
  const sorted = [...points].sort((one, other) => one.forward - other.forward);
  const total = sorted.reduce((sum, point) => sum + 1 / point.halfWidth, 0);
  let below = 0;
  for (const point of sorted) {
    below += 1 / point.halfWidth;
    if (below >= total / 2) return point.forward;
  }
  return sorted.at(-1)!.forward;
}
