import { SECONDS_PER_YEAR } from '../units.js';
import { estimateForward } from './estimateForward.js';
import {
  DISTINCT_STRIKES_MIN,
  EXPIRIES_MAX,
  QUOTES_PER_EXPIRY_MAX,
  QUOTES_PER_SURFACE_MAX,
  TAU_YEARS_MAX,
} from './limits.js';
import { screenQuotes } from './screenQuotes.js';
import type { QuoteColumns } from './screenQuotes.js';
import type { SurfacePolicy } from './surfacePolicy.js';
import type {
  ExpiryQuotes,
  ForwardEstimate,
  OptionQuote,
  QuoteRefusal,
  SliceRefusal,
  SliceRefusalReason,
  SurfaceInput,
} from './surfaceTypes.js';

/** An expiry that can be fitted: its time, forward and usable quotes. */
export interface PreparedSlice {
  readonly expiryMs: number;
  readonly tauYears: number;
  readonly forward: ForwardEstimate;
  readonly quotes: QuoteColumns;
  readonly strikes: number;
  readonly quotesRefused: readonly QuoteRefusal[];
}

export interface PreparedSlices {
  /** In order of expiry. */
  readonly slices: readonly PreparedSlice[];
  readonly refusals: readonly SliceRefusal[];
}

const MS_PER_YEAR = SECONDS_PER_YEAR * 1000;

/**
 * Refuses the expiries whose time can't be used, wherever they stand, and only then sorts the others, finds their forwards
 * and screens their quotes; of those too, one that can't be fitted is refused with its reason.
 */
export function prepareSlices(input: SurfaceInput, policy: SurfacePolicy): PreparedSlices {
  const slices: PreparedSlice[] = [];
  const refusals: SliceRefusal[] = [];
  const timed: ExpiryQuotes[] = [];
  const seen = new Set<number>();
  for (const expiry of input.expiries) {
    const refusal = refuseTime(expiry, input.asOfMs, seen);
    seen.add(expiry.expiryMs);
    if (refusal === undefined) timed.push(expiry);
    else refusals.push(refusal);
  }
  timed.sort((one, other) => one.expiryMs - other.expiryMs);
  let quotes = 0;
  timed.forEach((expiry, i) => {
    const prepared = refuseSize(expiry, i, quotes) ?? prepareSlice(expiry, input.asOfMs, policy);
    if ('reason' in prepared) {
      refusals.push(prepared);
    } else {
      quotes += expiry.options.length;
      slices.push(prepared);
    }
  });
  return { slices, refusals };
}

function refuse(
  expiryMs: number,
  reason: SliceRefusalReason,
  field: string,
  expected: string,
  found: unknown,
  quotesRefused: readonly QuoteRefusal[] = [],
): SliceRefusal {
  return { expiryMs, reason, field, expected, found: String(found), quotesRefused };
}

/** What has no place in an order by time. Of an expiry that is named twice the first counts. */
function refuseTime({ expiryMs }: ExpiryQuotes, asOfMs: number, seen: ReadonlySet<number>): SliceRefusal | undefined {
  if (!Number.isFinite(asOfMs)) return refuse(expiryMs, 'notFinite', 'asOfMs', 'a time', asOfMs);
  if (!Number.isFinite(expiryMs)) return refuse(expiryMs, 'notFinite', 'expiryMs', 'a time', expiryMs);
  const tauYears = (expiryMs - asOfMs) / MS_PER_YEAR;
  if (!(tauYears > 0)) return refuse(expiryMs, 'expired', 'expiryMs', `an expiry after ${asOfMs}`, expiryMs);
  if (tauYears > TAU_YEARS_MAX) {
    return refuse(expiryMs, 'tooFar', 'expiryMs', `an expiry within ${TAU_YEARS_MAX} years`, expiryMs);
  }
  if (seen.has(expiryMs)) {
    return refuse(expiryMs, 'duplicateExpiry', 'expiryMs', 'an expiry that is named once', expiryMs);
  }
  return undefined;
}

/** What a fit has no time for: the near expiries come first. */
function refuseSize({ expiryMs, options }: ExpiryQuotes, place: number, quotes: number): SliceRefusal | undefined {
  if (place >= EXPIRIES_MAX) {
    return refuse(expiryMs, 'tooManyExpiries', 'expiries', `at most ${EXPIRIES_MAX} expiries`, 'one more');
  }
  if (options.length > QUOTES_PER_EXPIRY_MAX) {
    return refuse(expiryMs, 'tooManyQuotes', 'options', `at most ${QUOTES_PER_EXPIRY_MAX} quotes`, options.length);
  }
  const all = quotes + options.length;
  if (all > QUOTES_PER_SURFACE_MAX) {
    const expected = `at most ${QUOTES_PER_SURFACE_MAX} quotes of all expiries so far`;
    return refuse(expiryMs, 'tooManyQuotes', 'options', expected, all);
  }
  return undefined;
}

function prepareSlice(expiry: ExpiryQuotes, asOfMs: number, policy: SurfacePolicy): PreparedSlice | SliceRefusal {
  const { expiryMs, options } = expiry;
  const tauYears = (expiryMs - asOfMs) / MS_PER_YEAR;
  const discount = Math.exp(-(expiry.ratePer1 ?? 0) * tauYears);
  if (!Number.isFinite(discount) || discount <= 0) {
    return refuse(expiryMs, 'notFinite', 'ratePer1', 'a finite rate', expiry.ratePer1);
  }
  const forward =
    estimateForward(options, expiry.future, expiry.unit, discount, policy.ageMsMax) ??
    forwardOfQuotes(options, policy.ageMsMax);
  if (forward === undefined) {
    const expected = 'a future, a strike with call and put, or quotes with their forward';
    return refuse(expiryMs, 'noForward', 'future', expected, 'none');
  }
  const frame = { unit: expiry.unit, tauYears, forward: forward.forward, discount };
  const { used, refused } = screenQuotes(options, frame, policy);
  const strikes = new Set(used.strike.subarray(0, used.length)).size;
  if (strikes < DISTINCT_STRIKES_MIN) {
    const expected = `quotes at ${DISTINCT_STRIKES_MIN} strikes or more`;
    return refuse(expiryMs, 'tooFewQuotes', 'options', expected, strikes, refused);
  }
  return { expiryMs, tauYears, forward, quotes: used, strikes, quotesRefused: refused };
}

/** The median of the forwards that the venue showed beside its quotes: the last resort. */
function forwardOfQuotes(options: readonly OptionQuote[], ageMsMax: number): ForwardEstimate | undefined {
  const forwards = options
    .filter((quote) => quote.ageMs <= ageMsMax && quote.forward !== undefined)
    .map((quote) => quote.forward!)
    .filter((forward) => forward > 0 && Number.isFinite(forward))
    .sort((one, other) => one - other);
  if (forwards.length === 0) return undefined;
  const halfWidth = (forwards.at(-1)! - forwards[0]!) / 2;
  const forward = forwards[Math.floor(forwards.length / 2)]!;
  return { forward, source: 'quotes', halfWidth, observations: forwards.length, outliers: 0 };
}
