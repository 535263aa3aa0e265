import { formatInstrument, type Instrument } from '@gimbal/instruments';
import type { Failure } from '../frame/marksFrame.js';

/** Kinds of instrument whose feeds say themselves what they speak of, so that no directory promises one. */
export type FeedlessInstrument = Extract<
  Instrument,
  { kind: 'wrapped' | 'staked' | 'lending' | 'synth' | 'debtshare' }
>;

/** What a feed would have to say of each. */
const FEED_OF: Readonly<Record<FeedlessInstrument['kind'], string>> = {
  wrapped: 'the market price or the redemption rate',
  staked: 'the market price and the redemption rate',
  lending: 'the index and the rate',
  synth: 'the market price or the rate',
  debtshare: "the pool's debt and what it is short of",
};

/** Names the feed that is missing: such an instrument has no mark, never a wrong one. */
export function missingFeed(instrument: FeedlessInstrument): Failure {
  const reason = `Expected a feed of ${FEED_OF[instrument.kind]} of ${formatInstrument(instrument)}, none is known.`;
  return { code: 'missing_input', reason, valueKept: false };
}

/** A staked token grows against what it tracks: without a rate its basis is anybody's guess. */
export function missingRate(instrument: FeedlessInstrument): Failure {
  const reason = `Expected a redemption rate of ${formatInstrument(instrument)}, its feeds say a price alone.`;
  return { code: 'missing_input', reason, valueKept: false };
}
