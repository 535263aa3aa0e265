import { SECONDS_PER_YEAR } from '../units.js';
import { estimateForward } from './estimateForward.js';
import { DISTINCT_STRIKES_MIN, EXPIRIES_MAX, QUOTES_PER_EXPIRY_MAX } from './limits.js';
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

/** Sorts the expiries, finds their forwards and screens their quotes; an expiry that can't be fitted is refused with its reason. */
export function prepareSlices(input: SurfaceInput, policy: SurfacePolicy): PreparedSlices {
  const slices: PreparedSlice[] = [];
  const refusals: SliceRefusal[] = [];
  const seen = new Set<number>();
  const sorted = [...input.expiries].sort((one, other) => one.expiryMs - other.expiryMs);
  sorted.forEach((expiry, i) => {
    const prepared = prepareSlice(expiry, input.asOfMs, policy, seen.has(expiry.expiryMs), i >= EXPIRIES_MAX);
    seen.add(expiry.expiryMs);
    if ('reason' in prepared) refusals.push(prepared);
    else slices.push(prepared);
  });
  return { slices, refusals };
}

function prepareSlice(
  expiry: ExpiryQuotes,
  asOfMs: number,
  policy: SurfacePolicy,
  isDuplicate: boolean,
  isBeyondLimit: boolean,
): PreparedSlice | SliceRefusal {
  const { expiryMs, options } = expiry;
  const refuse = (
    reason: SliceRefusalReason,
    field: string,
    expected: string,
    found: unknown,
    quotesRefused: readonly QuoteRefusal[] = [],
  ): SliceRefusal => ({ expiryMs, reason, field, expected, found: String(found), quotesRefused });

  const tauYears = (expiryMs - asOfMs) / MS_PER_YEAR;
  const discount = Math.exp(-(expiry.ratePer1 ?? 0) * tauYears);
  if (!Number.isFinite(tauYears)) return refuse('notFinite', 'expiryMs', 'a time', expiryMs);
  if (!Number.isFinite(discount) || discount <= 0) {
    return refuse('notFinite', 'ratePer1', 'a finite rate', expiry.ratePer1);
  }
  if (tauYears <= 0) return refuse('expired', 'expiryMs', `an expiry after ${asOfMs}`, expiryMs);
  if (isDuplicate) return refuse('duplicateExpiry', 'expiryMs', 'an expiry that is named once', expiryMs);
  if (isBeyondLimit) return refuse('tooManyExpiries', 'expiries', `at most ${EXPIRIES_MAX} expiries`, 'one more');
  if (options.length > QUOTES_PER_EXPIRY_MAX) {
    return refuse('tooManyQuotes', 'options', `at most ${QUOTES_PER_EXPIRY_MAX} quotes`, options.length);
  }
  const forward =
    estimateForward(options, expiry.future, expiry.unit, discount, policy.ageMsMax) ??
    forwardOfQuotes(options, policy.ageMsMax);
  if (forward === undefined) {
    return refuse('noForward', 'future', 'a future, a strike with call and put, or quotes with their forward', 'none');
  }
  const frame = { unit: expiry.unit, tauYears, forward: forward.forward, discount };
  const { used, refused } = screenQuotes(options, frame, policy);
  const strikes = new Set(used.strike.subarray(0, used.length)).size;
  if (strikes < DISTINCT_STRIKES_MIN) {
    const expected = `quotes at ${DISTINCT_STRIKES_MIN} strikes or more`;
    return refuse('tooFewQuotes', 'options', expected, strikes, refused);
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
