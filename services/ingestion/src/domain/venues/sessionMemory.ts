import { event } from '@gimbal/contracts';
import { InstrumentSpecified } from '@gimbal/contracts/ingestion/v1/venue_events';
import { FUTURE_TOLERANCE_US } from '../../limits.js';
import { SESSION_ITEMS_MAX } from './venueLimits.js';
import type { ReadingDraft } from './readingDraft.js';
import type { ModelledInstrument, VenueInstrument } from './symbolMeaning.js';

/** What the sessions of all venues remember. Owned by the session, and changed in place. */
export interface SessionMemory {
  /** When a thing was last said; by kind and symbol. */
  readonly times: Map<string, bigint>;
  /** What the symbols that were met name. */
  readonly instruments: Map<string, VenueInstrument>;
  /** Instruments of a list of all positions that weren't flat, by list: one that is missing next time is flat. */
  readonly openPositions: Map<string, ReadonlySet<string>>;
}

/** Remembers within the bound of a session; false when it is full. */
export function remember<T>(items: Map<string, T>, key: string, value: T): boolean {
  if (items.size >= SESSION_ITEMS_MAX && !items.has(key)) return false;
  items.set(key, value);
  return true;
}

/** Whether something is no older than what was said of it before; said as late when it is. */
export function isNewer(
  { times }: Pick<SessionMemory, 'times'>,
  draft: ReadingDraft,
  part: string,
  observedAtUs: bigint,
): boolean {
  const last = times.get(part);
  if (last !== undefined && observedAtUs < last) {
    draft.problem('late', part, `Expected a time from ${last} µs on, was ${observedAtUs} µs.`);
    return false;
  }
  // It will be quarantined; remembered, it would make late all that comes until then.
  const { receivedAtUs } = draft;
  if (observedAtUs > receivedAtUs && observedAtUs > receivedAtUs + FUTURE_TOLERANCE_US) return true;
  if (remember(times, part, observedAtUs)) return true;
  draft.problem('venue', part, `Expected at most ${SESSION_ITEMS_MAX} things in a session, were more.`);
  return false;
}

/**
 * The instrument of a symbol, when it is one that Gimbal values. One that it doesn't is said so when it is first met; one
 * that nobody knows is a problem.
 */
export function meetInstrument(
  { instruments }: Pick<SessionMemory, 'instruments'>,
  draft: ReadingDraft,
  venue: string,
  symbol: string,
  find: (symbol: string) => VenueInstrument,
  observedAtUs: bigint,
): ModelledInstrument | undefined {
  const known = instruments.get(symbol);
  if (known?.kind === 'modelled') return known;
  if (known?.kind === 'not_modelled') return undefined;
  const found = find(symbol);
  if (found.kind === 'unknown') {
    draft.problem(
      'refused',
      symbol.slice(0, 80),
      `Expected ${found.expected}, was ${JSON.stringify(symbol.slice(0, 80))}.`,
    );
    return undefined;
  }
  remember(instruments, symbol, found);
  if (found.kind === 'modelled') return found;
  const { feed } = draft;
  const specified = {
    ...emptySpecification(feed, venue, symbol, observedAtUs),
    active: true,
    notModelled: found.reason,
  };
  draft.protocol(event(InstrumentSpecified, specified), observedAtUs);
  return undefined;
}

/** A listing of which nothing is known but its name. */
export function emptySpecification(
  feed: string,
  venue: string,
  symbol: string,
  observedAtUs: bigint,
): InstrumentSpecified {
  return {
    feed,
    venue,
    instrumentId: '',
    symbol,
    tickSize: '',
    lotSize: '',
    minimumSize: '',
    contractSize: '',
    settlementAsset: '',
    quoteAsset: '',
    underlyingAsset: '',
    expiryUs: 0n,
    strike: '',
    makerFee: '',
    takerFee: '',
    maxLeverage: '',
    active: false,
    notModelled: '',
    observedAtUs,
  };
}
