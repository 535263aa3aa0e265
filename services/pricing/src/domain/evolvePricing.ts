import { foldFeedDoubt, isEvent } from '@gimbal/contracts';
import { FeedRecovered, FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import { InstrumentListed, MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import type { InboundEvent, Table } from '@gimbal/projection';
import { addGrowth } from './flow/addGrowth.js';
import { growthOf } from './flow/growthOf.js';
import { joinFrames } from './frame/joinFrames.js';
import { toFrame } from './frame/marksMessage.js';
import type { Observation, Rejected } from './observation/observation.js';
import { readObservation } from './observation/readObservation.js';
import { contractRow } from './observation/feedRowName.js';
import { foldSurface } from './surface/foldSurface.js';
import type { PricingState, PublishedFrame } from './pricingState.js';

/** Folds one event of `market`, `protocol`, `marks.kept` or `marks.live`. Every row belongs to the event's own key. */
export function evolvePricing(state: PricingState, event: InboundEvent): void {
  foldFeedDoubt(state.feedDoubts, event);
  if (isEvent(event, FeedWentStale)) {
    state.staleFeeds.set(event.value.feed, { ageLimitUs: event.value.ageLimitUs });
  } else if (isEvent(event, FeedRecovered)) {
    state.staleFeeds.delete(event.value.feed);
  } else if (isEvent(event, InstrumentListed)) {
    const { instrumentId, underlying, index } = event.value;
    state.listings.set(instrumentId, { underlying, index });
  } else if (isEvent(event, MarksPublished)) {
    foldFrame(event.value.kept ? state.keptFrames : state.liveFrames, event.value, event.offset);
  } else if (!foldSurface(state, event)) {
    foldObservation(state, event);
  }
}

function foldObservation(state: PricingState, event: InboundEvent): void {
  const read = readObservation(event);
  if (read === undefined) return;
  const observed = { ...read, feed: rowOf(state, read) };
  const before = state.feeds.get(observed.feed)?.observation;
  if (observed.kind === 'rejected') {
    state.feeds.set(observed.feed, { observation: before, rejected: observed });
    return;
  }
  state.feeds.set(observed.feed, { observation: observed, rejected: undefined });
  const growth = growthOf(event, observed, before);
  if (growth !== undefined) state.poolFlows.set(observed.feed, addGrowth(state.poolFlows.get(observed.feed), growth));
}

/** A venue speaks of many contracts through one feed, and each has a row of its own; most feeds speak of one thing alone. */
function rowOf(state: PricingState, { feed, ...read }: Observation | Rejected): string {
  const instrumentId = 'instrumentId' in read ? read.instrumentId : undefined;
  if (instrumentId === undefined) return feed;
  const held = state.feeds.get(feed);
  const before = held?.observation ?? held?.rejected;
  const isOther = before !== undefined && 'instrumentId' in before && before.instrumentId !== instrumentId;
  return isOther ? contractRow(feed, instrumentId) : feed;
}

/** The chunks of one frame share their step; a chunk of a later step begins the next frame. */
function foldFrame(frames: Table<PublishedFrame>, message: MarksPublished, offset: number): void {
  const step = Number(message.step);
  const chunk = toFrame(message);
  const before = frames.get(message.underlying);
  if (before?.step === step) {
    frames.set(message.underlying, { ...before, frame: joinFrames(before.frame, chunk) });
  } else {
    frames.set(message.underlying, { step, timeUs: message.timeUs, offset, frame: chunk });
  }
}
