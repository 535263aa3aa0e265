import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VENUE_CAPABILITIES } from '../../../services/ingestion/src/domain/venues/venueCapabilities.ts';
import { venueProtocolOf } from '../../../services/ingestion/src/domain/venues/venueProtocols.ts';

/** One numbered case: frames of one connection from its beginning, and what each comes to. */
interface VenueCase {
  readonly title: string;
  /** Where the frames are from: a recording with its licence, or the documented shape. */
  readonly source: string;
  /** The kinds of the capability table that it shows; venues that name them name all. */
  readonly covers?: readonly string[];
  /** Whom the feed is about. */
  readonly account?: string;
  /** The margin deployment that it is said of. */
  readonly deployment?: string;
  readonly frames: readonly {
    /** The bytes as text; kept as text, so that digits and repeated keys stay. */
    readonly raw: string;
    readonly receivedAtUs?: string;
    /** By hand from the raw fields: the event's type, and of its fields those that are named here. In this order, and no others. */
    readonly observations: readonly (readonly [type: string, fields: Readonly<Record<string, unknown>>])[];
    readonly problems?: readonly { readonly kind: string; readonly subject: string; readonly detail?: string }[];
    readonly replies?: readonly unknown[];
  }[];
}

const FOLDER = import.meta.dirname;
const venues = readdirSync(FOLDER).filter((name) => statSync(join(FOLDER, name)).isDirectory());
const UTF8 = new TextEncoder();

/** Times and amounts beyond float64 as text, so that JSON can have them. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part)));
}

it.each(VENUE_CAPABILITIES)('$venue has conformance cases', ({ venue }) => {
  expect(venues).toContain(venue);
});

it.each([
  ['deribit', '{"method":"subscription","params":{"channel":"user.portfolio.any","data":{}}}'],
  ['derive', '{"method":"subscription","params":{"channel":"42.orders","data":[]}}'],
])('%s refuses private messages without an account', (venue, text) => {
  const feed = { id: 'feed', decoder: 'venue-session', venue, staleAfterSeconds: 60, assumed: null } as const;
  const protocol = venueProtocolOf(feed)!;
  const { reading } = protocol.read(protocol.open(), { feed: 'feed', raw: UTF8.encode(text), receivedAtUs: 1n });
  expect(reading.problems.map(({ kind }) => kind)).toEqual(['refused']);
});

describe.each(venues)('%s', (venue) => {
  const files = readdirSync(join(FOLDER, venue)).filter((name) => name.endsWith('.json'));

  it('has cases, each with a number of its own', () => {
    const numbers = files.map((name) => /^(\d{3})-[a-z0-9-]+\.json$/.exec(name)?.[1]);
    expect(numbers).not.toContain(undefined);
    expect(new Set(numbers).size).toBe(files.length);
    expect(files.length).toBeGreaterThan(0);
  });

  it('says of each case where it is from, and shows every kind of its table where cases name theirs', () => {
    const cases = files.map((name) => JSON.parse(readFileSync(join(FOLDER, venue, name), 'utf8')) as VenueCase);
    for (const { source } of cases) expect(source).not.toBe('');
    const covered = new Set(cases.flatMap(({ covers }) => covers ?? []));
    const kinds = VENUE_CAPABILITIES.find((one) => one.venue === venue)!.kinds.map(({ kind }) => kind);
    if (covered.size > 0) expect([...covered].sort()).toEqual([...new Set(kinds)].sort());
  });

  it('is one of a venue that the tables name', () => {
    expect(VENUE_CAPABILITIES.map((one) => one.venue)).toContain(venue);
  });

  it.each(files)('%s', (name) => {
    const held = JSON.parse(readFileSync(join(FOLDER, venue, name), 'utf8')) as VenueCase;
    const { account, deployment } = held;
    const feed = {
      id: 'feed',
      decoder: 'venue-session',
      venue,
      account,
      deployment,
      staleAfterSeconds: 60,
      assumed: null,
    } as const;
    const protocol = venueProtocolOf(feed)!;
    let state = protocol.open();
    for (const frame of held.frames) {
      const receivedAtUs = BigInt(frame.receivedAtUs ?? '1800000000000000');
      const step = protocol.read(state, { feed: 'feed', raw: UTF8.encode(frame.raw), receivedAtUs });
      state = step.state;
      const { observations, problems, replies } = step.reading;
      const said = observations.map(({ event }) => [event.type.split('.').at(-1), plain(event.value)]);
      expect(said.map(([type]) => type)).toEqual(frame.observations.map(([type]) => type));
      expect(said).toMatchObject(frame.observations);
      expect(problems).toHaveLength(frame.problems?.length ?? 0);
      expect(problems).toMatchObject(frame.problems ?? []);
      expect(replies.map((text) => JSON.parse(text) as unknown)).toEqual(frame.replies ?? []);
    }
  });
});
