import { formatInstrument, type Instrument } from '@gimbal/instruments';
import type { Failure } from '../frame/marksFrame.js';

/** Kinds of instrument that can be valued, and that no feed of the market speaks of yet. */
export type FeedlessInstrument = Extract<
  Instrument,
  { kind: 'wrapped' | 'staked' | 'univ2' | 'univ4' | 'lending' | 'synth' | 'debtshare' }
>;

/** What a feed would have to say of each. */
const FEED_OF: Readonly<Record<FeedlessInstrument['kind'], string>> = {
  wrapped: 'the market price and the redemption rate',
  staked: 'the market price and the redemption rate',
  univ2: 'the reserves and the supply of pool tokens',
  univ4: 'the price, the fee growth and the hooks',
  lending: 'the index and the rate',
  synth: 'the market price',
  debtshare: "the pool's debt and what it is short of",
};

/** Names the feed that is missing: such an instrument has no mark, never a wrong one. */
export function missingFeed(instrument: FeedlessInstrument): Failure {
  const reason = `Expected a feed of ${FEED_OF[instrument.kind]} of ${formatInstrument(instrument)}, none is known.`;
  return { code: 'missing_input', reason, valueKept: false };
}
