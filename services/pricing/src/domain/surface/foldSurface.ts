import { isEvent } from '@gimbal/contracts';
import { OptionQuoteObserved, SurfaceSliceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { SliceRefused, SurfaceFitted } from '@gimbal/contracts/pricing/v1/mark_events';
import { parseInstrument } from '@gimbal/instruments';
import type { InboundEvent } from '@gimbal/projection';
import type { PricingState } from '../pricingState.js';
import { dropExpired } from './dropExpired.js';
import { surfaceDayKey, surfaceKey } from './surfaceRow.js';

const US_PER_MS = 1000n;

/** Folds quotes, venues' slices and published surfaces; false for any other event. */
export function foldSurface(state: PricingState, event: InboundEvent): boolean {
  if (isEvent(event, OptionQuoteObserved)) withQuote(state, event.value);
  else if (isEvent(event, SurfaceSliceObserved)) withVenueSlice(state, event.value);
  else if (isEvent(event, SurfaceFitted)) withSurface(state, event.value, event);
  else if (isEvent(event, SliceRefused)) withRefusal(state, event.value);
  else return false;
  return true;
}

/** What is no option can't be fitted; ingestion writes ids of options alone. */
function withQuote(state: PricingState, quote: OptionQuoteObserved): void {
  const { feed, venue, instrumentId, bidPrice, askPrice, markPrice, bidVol, askVol, markVol } = quote;
  const instrument = parseInstrument(instrumentId);
  if (instrument.kind !== 'option') return;
  dropExpired(state, feed, quote.observedAtUs);
  const { underlying, quote: quoteCoin, expiryMs, strike, right } = instrument;
  state.optionQuotes.set(`${feed}|${instrumentId}`, {
    feed,
    venue,
    instrumentId,
    underlying,
    quote: quoteCoin,
    expiryMs,
    strike,
    right,
    isInCoin: quote.priceUnit === 'coin',
    bidPrice,
    askPrice,
    markPrice,
    bidVol,
    askVol,
    markVol,
    underlyingUsd: quote.underlyingUsd,
    assumed: quote.assumed,
    observedAtUs: quote.observedAtUs,
  });
}

function withVenueSlice(state: PricingState, { expiryUs, ...slice }: SurfaceSliceObserved): void {
  dropExpired(state, slice.feed, slice.observedAtUs);
  state.venueSlices.set(`${slice.feed}|${expiryUs}`, { ...slice, expiryMs: Number(expiryUs / US_PER_MS) });
}

function withSurface(state: PricingState, fitted: SurfaceFitted, { partition, offset }: InboundEvent): void {
  const { underlying, venue, timeUs } = fitted;
  state.surfaces.set(surfaceKey(underlying, venue), {
    underlying,
    venue,
    step: Number(fitted.step),
    timeUs,
    newestQuoteUs: fitted.newestQuoteUs,
    quotesUsed: fitted.quotesUsed,
    quotesRefused: fitted.quotesRefused,
    spotUsd: fitted.spotUsd,
    method: fitted.method,
    slices: fitted.slices,
    refusals: [],
    partition,
    offset,
  });
  const dayKey = surfaceDayKey(underlying, venue, timeUs);
  const day = state.surfaceDays.get(dayKey);
  state.surfaceDays.set(dayKey, {
    timesUs: [...(day?.timesUs ?? []), timeUs],
    offsets: [...(day?.offsets ?? []), offset],
  });
}

/** The refusals of a surface stand behind it, in its step. */
function withRefusal(state: PricingState, refused: SliceRefused): void {
  const key = surfaceKey(refused.underlying, refused.venue);
  const row = state.surfaces.get(key);
  if (row?.step !== Number(refused.step)) return;
  state.surfaces.set(key, { ...row, refusals: [...row.refusals, refused] });
}
