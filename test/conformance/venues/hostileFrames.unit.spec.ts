import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { venueProtocolOf } from '../../../services/ingestion/src/domain/venues/venueProtocols.ts';

const FOLDER = import.meta.dirname;
const UTF8 = new TextEncoder();
const venues = readdirSync(FOLDER).filter((name) => statSync(join(FOLDER, name)).isDirectory());

interface Frames {
  readonly account?: string;
  readonly deployment?: string;
  readonly frames: readonly { readonly raw: string }[];
}

/**
 * What goes wrong with a message: cut, a character gone, put in or replaced, a part twice, numbers as text and the reverse, a
 * key twice, a sign, a value nested beyond what anybody reads, a time before those that were seen.
 */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant('put' as const),
    at: fc.nat(),
    text: fc.constantFrom('-', '"', '{', '[', ',', '9', 'e', '\\', '\u0000'),
  }),
  fc.record({ kind: fc.constant('twice' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ kind: fc.constant('quote' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('unquote' as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant('replace' as const),
    at: fc.nat(),
    text: fc.constantFrom(
      'null',
      'true',
      '{}',
      '[]',
      '"x"',
      '-1',
      '1e400',
      '1e-999',
      '""',
      '"__proto__"',
      '9'.repeat(400),
    ),
  }),
  fc.record({ kind: fc.constant('again' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('sign' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('nest' as const), at: fc.nat(), levels: fc.constantFrom(8, 40, 20_000) }),
  fc.record({ kind: fc.constant('back' as const), at: fc.nat() }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

const NUMBER = /(?<=[:[,])-?[0-9.]+(?=[,\]}])/g;
const QUOTED_NUMBER = /"-?[0-9.]+"/g;
const KEY_AND_VALUE = /"[a-zA-Z_]+":(?:"[^"]*"|-?[0-9.]+)(?=[,}])/g;
const DIGITS = /(?<=[:,[]"?)(?=[1-9])/g;
const MILLIS = /(?<=[:"])1[0-9]{12}(?=[",}\]])/g;
const VALUE = /(?<=:)(?:"[^"]*"|-?[0-9.]+|true|false|null|\[\]|\{\})/g;

function mutate(text: string, change: Mutation): string {
  const at = text.length === 0 ? 0 : change.at % text.length;
  const nth = (pattern: RegExp, by: (found: string) => string): string => {
    const matches = [...text.matchAll(pattern)];
    const match = matches[matches.length === 0 ? 0 : change.at % matches.length];
    if (match === undefined) return text;
    return text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
  };
  switch (change.kind) {
    case 'cut':
      return text.slice(0, at);
    case 'drop':
      return text.slice(0, at) + text.slice(at + 1);
    case 'put':
      return text.slice(0, at) + change.text + text.slice(at);
    case 'twice':
      return text.slice(0, at) + text.slice(at, at + change.length) + text.slice(at);
    case 'quote':
      return nth(NUMBER, (found) => `"${found}"`);
    case 'unquote':
      return nth(QUOTED_NUMBER, (found) => found.slice(1, -1));
    case 'replace':
      return nth(VALUE, () => change.text);
    case 'again':
      return nth(KEY_AND_VALUE, (found) => `${found},${found}`);
    case 'sign':
      return nth(DIGITS, () => '-');
    case 'nest':
      return nth(VALUE, (found) => `${'['.repeat(change.levels)}${found}${']'.repeat(change.levels)}`);
    case 'back':
      return nth(MILLIS, () => '1000000000000');
  }
}

/** All that a session remembers, without what has to go on even when a message can't be read. */
function remembered(state: unknown): unknown {
  const {
    lastMessageId: _,
    books: __,
    instruments: ___,
    awaited: ____,
    ...rest
  } = structuredClone(state) as Record<string, unknown>;
  return rest;
}

/** Lists of these count item by item: one that is refused leaves the others, and changes nothing. */
const ITEM_BY_ITEM: ReadonlySet<string> = new Set(['deribit', 'derive']);

const MIB = 1024 * 1024;

describe.each(venues)('%s', (venue) => {
  const cases = readdirSync(join(FOLDER, venue))
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(FOLDER, venue, name), 'utf8')) as Frames);

  it('never throws, and a refused message says nothing and changes nothing', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 3 }), (pick, which, changes) => {
        const { account, deployment, frames } = cases[pick % cases.length]!;
        const feed = {
          id: 'f',
          decoder: 'venue-session',
          venue,
          account,
          deployment,
          staleAfterSeconds: 1,
          assumed: null,
        } as const;
        const protocol = venueProtocolOf(feed)!;
        const spoilt = which % frames.length;
        let state = protocol.open();
        frames.forEach(({ raw }, index) => {
          const text = index === spoilt ? changes.reduce(mutate, raw) : raw;
          const before = remembered(state);
          const frame = { feed: 'f', raw: UTF8.encode(text), receivedAtUs: 1_800_000_000_000_000n };
          const { state: after, reading } = protocol.read(state, frame);
          state = after;
          for (const { key, observedAtUs } of reading.observations) {
            expect(key).not.toBe('');
            expect(observedAtUs >= 0n && observedAtUs < 2n ** 63n).toBe(true);
          }
          for (const { detail } of reading.problems) expect(detail.length).toBeLessThan(600);
          const refused = reading.problems.filter(({ kind }) => kind === 'refused');
          if (refused.length === 0) return;
          if (!ITEM_BY_ITEM.has(venue)) expect(reading.observations).toEqual([]);
          if (reading.observations.length > 0 || refused.length < reading.problems.length) return;
          expect(remembered(state)).toEqual(before);
        });
      }),
      { numRuns: 1500 },
    );
  });

  it('refuses a message of 100 MB by its length, unread', () => {
    const feed = { id: 'f', decoder: 'venue-session', venue, staleAfterSeconds: 1, assumed: null } as const;
    const protocol = venueProtocolOf(feed)!;
    const raw = new Uint8Array(100 * MIB).fill(0x5b);
    const began = performance.now();
    const { reading } = protocol.read(protocol.open(), { feed: 'f', raw, receivedAtUs: 1n });
    // To read, or only to decode, so many bytes takes longer than this by far.
    expect(performance.now() - began).toBeLessThan(20);
    expect(reading.observations).toEqual([]);
    expect(reading.problems).toMatchObject([
      { kind: 'refused', detail: expect.stringContaining('104857600') as string },
    ]);
  });

  it('says the same of the same messages, however often they are read', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.tuple(fc.nat(), mutation), { maxLength: 6 }), (pick, changes) => {
        const { account, deployment, frames } = cases[pick % cases.length]!;
        const feed = {
          id: 'f',
          decoder: 'venue-session',
          venue,
          account,
          deployment,
          staleAfterSeconds: 1,
          assumed: null,
        } as const;
        const raws = changes.map(([which, change]) => UTF8.encode(mutate(frames[which % frames.length]!.raw, change)));
        const once = (): readonly unknown[] => {
          const protocol = venueProtocolOf(feed)!;
          let state = protocol.open();
          return raws.map((raw) => {
            const step = protocol.read(state, { feed: 'f', raw, receivedAtUs: 1_800_000_000_000_000n });
            state = step.state;
            return step.reading;
          });
        };
        expect(once()).toEqual(once());
      }),
      { numRuns: 300 },
    );
  });

  it('reads any bytes to an end', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => UTF8.encode(text)),
        ),
        (raw) => {
          const feed = { id: 'f', decoder: 'venue-session', venue, staleAfterSeconds: 1, assumed: null } as const;
          const protocol = venueProtocolOf(feed)!;
          const { reading } = protocol.read(protocol.open(), { feed: 'f', raw, receivedAtUs: 1n });
          expect(reading.observations).toEqual([]);
        },
      ),
    );
  });
});
