import type { Event } from '@gimbal/contracts';
import type { FeedCatalogue } from '../feedCatalogue.js';
import { feedCatalogue } from '../feedCatalogue.js';
import type { FeedDescription } from '../feedDescription.js';
import { evolveIngestion } from '../evolveIngestion.js';
import { type FeedStanding, feedStandings } from '../feedStandings.js';
import { createIngestionState, type IngestionState } from '../ingestionState.js';
import type { RawFrame } from '../rawFrame.js';
import { openStepLedger } from '../stepLedger.js';
import type { FrameProblem } from '../venues/venueSession.js';
import { decideHealth } from './decideHealth.js';

/** Test support: the health of feeds alone, step by step, with what others said given as events. */

export const VENUE_FEED = 'deribit';
export const venueFeed: FeedDescription = {
  id: VENUE_FEED,
  decoder: 'venue-session',
  venue: 'deribit',
  staleAfterSeconds: 60,
  assumed: null,
};

export interface HealthDesk {
  readonly state: IngestionState;
  readonly catalogue: FeedCatalogue;
  /** Seconds of the domain clock. */
  given(second: number, key: string, ...events: readonly Event[]): void;
  /** What the decision says at that second, `feed reason` or the whole event where it is none of these; it is folded. */
  step(second: number, frames?: readonly RawFrame[], events?: readonly (readonly [string, Event])[]): readonly string[];
  said: Event[];
  standing(feed: string, second: number): FeedStanding;
}

export const seconds = (count: number): bigint => BigInt(Math.round(count * 1e6));

export function healthDesk(...feeds: readonly FeedDescription[]): HealthDesk {
  const state = createIngestionState();
  const catalogue = feedCatalogue(feeds);
  let number = 0;
  const desk: HealthDesk = {
    state,
    catalogue,
    said: [],
    given: (second, key, ...events) => {
      for (const one of events) evolveIngestion(state, { ...one, key, timeUs: seconds(second), causationId: 'step/0' });
    },
    step: (second, frames = [], events = []) => {
      const step = { number: ++number, timeUs: seconds(second) };
      const ledger = openStepLedger(state, step);
      for (const [key, one] of events) ledger.say('market', key, one);
      const before = ledger.drafts.length;
      decideHealth(ledger, catalogue, frames);
      const again = openStepLedger(state, step);
      for (const [key, one] of events) again.say('market', key, one);
      decideHealth(again, catalogue, frames);
      if (JSON.stringify(again.drafts, text) !== JSON.stringify(ledger.drafts, text)) {
        throw new Error('Expected the same from deciding twice.');
      }
      for (const { key, event } of ledger.drafts) desk.given(second, key, event);
      desk.said = ledger.drafts.slice(before).map(({ event }) => event);
      return desk.said.map(lineOf);
    },
    standing: (feed, second) => {
      const found = feedStandings(state, catalogue, seconds(second)).find((one) => one.feed === feed);
      if (found === undefined) throw new Error(`Expected a standing of ${feed}.`);
      return found;
    },
  };
  return desk;
}

function text(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

function lineOf({ type, value }: Event): string {
  const { feed, reason, instrumentId } = value as { feed: string; reason?: string; instrumentId?: string };
  const name = type.slice(type.lastIndexOf('.') + 1);
  return [name, feed, reason, instrumentId].filter((part) => part !== undefined && part !== '').join(' ');
}

/** A message of a feed's session, with what was wrong with it. */
export function message(feed: string, ...problems: readonly FrameProblem[]): RawFrame {
  const reading = { observations: [], problems, replies: [] };
  return { feed, raw: new Uint8Array([1]), receivedAtUs: 0n, reading };
}

export function problem(kind: FrameProblem['kind'], subject: string): FrameProblem {
  return { kind, subject, detail: 'Expected 5, was 7.' };
}
