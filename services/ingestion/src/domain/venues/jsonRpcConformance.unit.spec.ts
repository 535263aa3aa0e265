import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DERIBIT_CAPABILITIES } from './deribit/capabilities.js';
import { deribitProtocol } from './deribit/deribitProtocol.js';
import { DERIVE_CAPABILITIES } from './derive/capabilities.js';
import { deriveProtocol } from './derive/deriveProtocol.js';
import type { FrameReading, VenueProtocol } from './venueSession.js';

/** Frames of one connection, and what each comes to, read by hand from its fields. */
interface Case {
  readonly source: string;
  /** The kinds of the capability table that it shows. */
  readonly covers: readonly string[];
  readonly frames: readonly string[];
  readonly expected: readonly {
    readonly observations: readonly { readonly type: string; readonly value: object }[];
    readonly problems?: readonly { readonly kind: string; readonly subject: string }[];
    readonly replies?: readonly string[];
  }[];
}

const RECEIVED_AT_US = 1_790_000_000_000_000n;

/** 64-bit integers are text in the cases. */
const readable = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part)));

function readAll<S>(protocol: VenueProtocol<S>, frames: readonly string[]): readonly FrameReading[] {
  let state = protocol.open();
  return frames.map((text) => {
    const raw = new TextEncoder().encode(text);
    const step = protocol.read(state, { feed: 'conformance', raw, receivedAtUs: RECEIVED_AT_US });
    state = step.state;
    return step.reading;
  });
}

describe.each([
  { venue: 'deribit', protocol: deribitProtocol({ accountId: 'desk' }), table: DERIBIT_CAPABILITIES },
  { venue: 'derive', protocol: deriveProtocol({ accountId: 'desk' }), table: DERIVE_CAPABILITIES },
])('$venue, message by message', ({ venue, protocol, table }) => {
  const folder = new URL(`./${venue}/conformance/`, import.meta.url);
  const names = readdirSync(folder).sort();
  const caseOf = (name: string): Case => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case;

  it.each(names)('%s', (name) => {
    const { frames, expected } = caseOf(name);
    const readings = readAll(protocol as VenueProtocol<unknown>, frames);
    expect(readings).toHaveLength(expected.length);
    for (const [index, { observations, problems = [], replies = [] }] of expected.entries()) {
      const reading = readings[index]!;
      const said = reading.observations.map(({ event }) => ({
        type: event.type.split('.').at(-1),
        value: readable(event.value),
      }));
      expect(said.map(({ type }) => type)).toEqual(observations.map(({ type }) => type));
      for (const [at, { value }] of observations.entries()) expect(said[at]?.value).toMatchObject(value);
      expect(reading.problems.map(({ kind, subject }) => ({ kind, subject }))).toEqual(problems);
      expect(reading.replies).toEqual(replies);
    }
  });

  it('shows every kind of its table, and numbers its cases', () => {
    const covered = new Set(names.flatMap((name) => caseOf(name).covers));
    expect([...covered].sort()).toEqual(Object.keys(table).sort());
    expect(names.map((name) => Number(name.slice(0, 3)))).toEqual(names.map((_, index) => index + 1));
  });

  it('says of every case where it is from, and refuses private messages without an account', () => {
    for (const name of names) expect(caseOf(name).source).not.toBe('');
    const [anonymous, frame] =
      venue === 'deribit'
        ? [deribitProtocol(), '{"method":"subscription","params":{"channel":"user.portfolio.any","data":{}}}']
        : [deriveProtocol(), '{"method":"subscription","params":{"channel":"42.orders","data":[]}}'];
    const [reading] = readAll(anonymous as VenueProtocol<unknown>, [frame]);
    expect(reading?.problems.map(({ kind }) => kind)).toEqual(['refused']);
  });
});
