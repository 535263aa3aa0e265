import type { FeedDoubt } from '@gimbal/contracts';
import { type StageState, Table } from '@gimbal/projection';
import type { MarksFrame } from './frame/marksFrame.js';
import type { OptionQuoteRow, SurfaceDayRow, SurfaceRow, VenueSliceRow } from './surface/surfaceRow.js';
import type { PoolFlowRow } from './flow/poolFlow.js';
import type { FeedRow } from './observation/observation.js';

export interface ListedRow {
  readonly underlying: string;
  readonly index: number;
}

export interface StaleRow {
  readonly ageLimitUs: bigint;
}

/** A frame as it was published: all its chunks so far. */
export interface PublishedFrame {
  readonly step: number;
  readonly timeUs: bigint;
  /** Where its first chunk stands. */
  readonly offset: number;
  readonly frame: MarksFrame;
}

export interface PricingState extends StageState {
  /** By feed; where one speaks of several contracts, by `feed|instrument id` from the second on. */
  readonly feeds: Table<FeedRow>;
  /** Feeds that ingestion called stale, by feed. Apart from `feeds`, since a norm factor comes on another partition. */
  readonly staleFeeds: Table<StaleRow>;
  /** What else speaks against the last word of a feed, by feed. */
  readonly feedDoubts: Table<FeedDoubt>;
  /** What liquidity earns in a pool, by its feed. */
  readonly poolFlows: Table<PoolFlowRow>;
  /** By instrument id. */
  readonly listings: Table<ListedRow>;
  /** The last kept frame, by underlying. */
  readonly keptFrames: Table<PublishedFrame>;
  /** The last live frame, by underlying. */
  readonly liveFrames: Table<PublishedFrame>;
  /** By `feed|instrument id`. */
  readonly optionQuotes: Table<OptionQuoteRow>;
  /** By `feed|expiry`. */
  readonly venueSlices: Table<VenueSliceRow>;
  /** The last day on which a feed of options was cleared of what had expired, days since 1970, by feed. */
  readonly optionFeedDays: Table<bigint>;
  /** By `underlying|venue`. */
  readonly surfaces: Table<SurfaceRow>;
  /** By `underlying|venue|day since 1970`. */
  readonly surfaceDays: Table<SurfaceDayRow>;
}

export function createPricingState(): PricingState {
  const feeds = new Table<FeedRow>('feeds');
  const staleFeeds = new Table<StaleRow>('stale_feeds');
  const feedDoubts = new Table<FeedDoubt>('feed_doubts');
  const poolFlows = new Table<PoolFlowRow>('pool_flows');
  const listings = new Table<ListedRow>('listings');
  const keptFrames = new Table<PublishedFrame>('kept_frames');
  const liveFrames = new Table<PublishedFrame>('live_frames');
  const optionQuotes = new Table<OptionQuoteRow>('option_quotes');
  const venueSlices = new Table<VenueSliceRow>('venue_slices');
  const optionFeedDays = new Table<bigint>('option_feed_days');
  const surfaces = new Table<SurfaceRow>('surfaces');
  const surfaceDays = new Table<SurfaceDayRow>('surface_days');
  return {
    feeds,
    staleFeeds,
    feedDoubts,
    poolFlows,
    listings,
    keptFrames,
    liveFrames,
    optionQuotes,
    venueSlices,
    optionFeedDays,
    surfaces,
    surfaceDays,
    tables: [
      feeds,
      staleFeeds,
      feedDoubts,
      poolFlows,
      listings,
      keptFrames,
      liveFrames,
      optionQuotes,
      venueSlices,
      optionFeedDays,
      surfaces,
      surfaceDays,
    ],
  };
}
