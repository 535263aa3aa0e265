import type { SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';
import { type EuropeanOption, formatInstrument } from '@gimbal/instruments';
import { OPTION_QUOTE_AGE_US_MAX, SURFACE_AGE_US_MAX } from '../../limits.js';
import type { Candidate, Choice, OrderBook } from '../policy/candidate.js';
import { chooseSource } from '../policy/chooseSource.js';
import { VOL_POLICY } from '../policy/markPolicy.js';
import { sliceVol, sliceVolSlope } from '../surface/sliceVol.js';
import type { OptionQuoteRow, SurfaceRow } from '../surface/surfaceRow.js';
import type { Inputs } from './inputs.js';
import { degradationIn, type MarketView } from './marketView.js';
import { sourceName } from './standingSources.js';

/** A slice that covers an option's expiry, and the surface that it is of. */
export interface CoveringSlice {
  readonly surface: SurfaceRow;
  readonly slice: SurfaceSlice;
}

const idsOf = new WeakMap<EuropeanOption, string>();

function idOf(option: EuropeanOption): string {
  const known = idsOf.get(option);
  if (known !== undefined) return known;
  const id = formatInstrument(option);
  idsOf.set(option, id);
  return id;
}

/** A volatility, and how it changes along the smile. */
export interface SmileVol {
  readonly vol: number;
  /** dσ/dk by log-moneyness k = ln(strike/forward), per year; 0 where no smile says it. */
  readonly volSlope: number;
}

/**
 * The volatility of an option: whoever wins of the surfaces and the venue's quotes; the flat one of its underlying where
 * nobody does. Undefined when that is missing too, which the inputs have noted.
 */
export function optionVol(
  option: EuropeanOption,
  forwardUsd: number,
  view: MarketView,
  inputs: Inputs,
): SmileVol | undefined {
  const choice = volChoice(option, forwardUsd, view);
  if (choice?.kind === 'chosen') {
    const { candidate, confidence, agreeing } = choice;
    const covering = coveringSlices(option, view).find(
      ({ surface, slice }) => surfaceName(surface, slice) === candidate.source,
    );
    const trusted = { source: candidate.source, confidence: confidence * (covering?.slice.confidence ?? 1), agreeing };
    inputs.rest(trusted, candidate.assumed || candidate.ageUs < 0n ? 0n : candidate.ageUs);
    inputs.markByLast();
    const volSlope =
      covering === undefined ? 0 : sliceVolSlope(covering.slice, logMoneynessOf(covering, option.strike, forwardUsd));
    return { vol: candidate.value, volSlope };
  }
  const { underlying } = option;
  const flat = inputs.read(view.volFeeds.get(underlying), 'volatility', underlying);
  if (flat !== undefined) inputs.markByLast();
  return flat && { vol: flat.vol, volSlope: 0 };
}

/** The choice among surfaces and quotes; undefined where there are none, as in a recording without options. */
export function volChoice(option: EuropeanOption, forwardUsd: number, view: MarketView): Choice | undefined {
  if (view.surfaces.size === 0 && view.optionQuotes.size === 0) return undefined;
  const slices = coveringSlices(option, view);
  const id = idOf(option);
  const quotes = view.optionQuotes.get(id) ?? [];
  if (slices.length === 0 && quotes.length === 0) return undefined;
  const candidates = [
    ...slices.map((one) => surfaceCandidate(one, option.strike, forwardUsd, view)),
    ...quotes.filter(({ markVol }) => markVol !== 0).map((quote) => markCandidate(quote, view)),
  ];
  const books = quotes.filter(({ bidVol, askVol }) => bidVol !== 0 || askVol !== 0).map((quote) => bookOf(quote, view));
  return chooseSource({ candidates, books, incumbent: view.standing.ofInstrument(id) }, VOL_POLICY);
}

/** Slices of the option's very expiry: its venue's, or those of all others where its venue has none. */
export function coveringSlices(
  { underlying, venue, expiryMs }: Pick<EuropeanOption, 'underlying' | 'venue' | 'expiryMs'>,
  view: MarketView,
): readonly CoveringSlice[] {
  const surfaces = view.surfaces.get(underlying);
  if (surfaces === undefined) return [];
  const expiryUs = BigInt(expiryMs) * 1000n;
  const all = surfaces.flatMap((surface) => {
    const slice = surface.slices.find((one) => one.expiryUs === expiryUs);
    return slice === undefined ? [] : [{ surface, slice }];
  });
  const own = all.filter(({ surface }) => surface.venue === venue);
  return own.length > 0 ? own : all;
}

/** `surface:deribit:ETH`, and `venue_surface:derive:ETH` for one that the venue made itself. */
export function surfaceName({ venue, underlying }: SurfaceRow, { origin }: SurfaceSlice): string {
  return sourceName(origin === 'venue' ? 'venue_surface' : 'surface', `${venue}:${underlying}`);
}

/** A venue's own slice is read on its own forward, as its contracts read it; a fitted one moves with the market. */
function logMoneynessOf({ slice }: CoveringSlice, strike: number, forwardUsd: number): number {
  return Math.log(strike / (slice.origin === 'venue' ? slice.forwardUsd : forwardUsd));
}

function surfaceCandidate(covering: CoveringSlice, strike: number, forwardUsd: number, view: MarketView): Candidate {
  const { surface, slice } = covering;
  return {
    kind: slice.origin === 'venue' ? 'venue_surface' : 'surface',
    source: surfaceName(surface, slice),
    // It is made of the venue's quotes, so it is no witness beside them, and is held to them.
    origin: surface.venue,
    value: sliceVol(slice, logMoneynessOf(covering, strike, forwardUsd)),
    ageUs: view.timeUs - slice.observedAtUs,
    ageLimitUs: SURFACE_AGE_US_MAX,
    assumed: false,
  };
}

function markCandidate({ feed, venue, instrumentId, markVol, ...quote }: OptionQuoteRow, view: MarketView): Candidate {
  const source = sourceName('venue_mark', feed);
  return {
    kind: 'venue_mark',
    source,
    origin: venue,
    value: markVol,
    ...ageOf(feed, quote, view),
    degraded: degradationIn(view, feed, instrumentId)?.reason,
    assumed: quote.assumed,
  };
}

function bookOf({ feed, venue, instrumentId, bidVol, askVol, ...quote }: OptionQuoteRow, view: MarketView): OrderBook {
  const sizes = { bidSize: Number.NaN, askSize: Number.NaN };
  const source = sourceName('order_book', feed);
  const degraded = degradationIn(view, feed, instrumentId)?.reason;
  return { source, origin: venue, bid: bidVol, ask: askVol, ...sizes, ...ageOf(feed, quote, view), degraded };
}

/** A quote ages by itself, and with its feed when that has fallen silent. */
function ageOf(
  feed: string,
  { observedAtUs }: Pick<OptionQuoteRow, 'observedAtUs'>,
  view: MarketView,
): { readonly ageUs: bigint; readonly ageLimitUs: bigint } {
  const feedLimitUs = view.staleFeeds.get(feed)?.ageLimitUs ?? OPTION_QUOTE_AGE_US_MAX;
  const ageLimitUs = feedLimitUs < OPTION_QUOTE_AGE_US_MAX ? feedLimitUs : OPTION_QUOTE_AGE_US_MAX;
  return { ageUs: view.timeUs - observedAtUs, ageLimitUs };
}
