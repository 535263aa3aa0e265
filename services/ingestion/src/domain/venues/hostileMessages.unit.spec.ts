import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deribitProtocol } from './deribit/deribitProtocol.js';
import { deriveProtocol } from './derive/deriveProtocol.js';
import type { FrameReading, VenueProtocol } from './venueSession.js';

const encoder = new TextEncoder();

/** The frames of the conformance cases: each kind of message at least once. */
function framesOf(venue: string): readonly string[] {
  const folder = new URL(`./${venue}/conformance/`, import.meta.url);
  return readdirSync(folder)
    .sort()
    .flatMap((name) => (JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { frames: string[] }).frames);
}

const read = (protocol: VenueProtocol<unknown>, state: unknown, raw: Uint8Array): FrameReading =>
  protocol.read(state, { feed: 'f', raw, receivedAtUs: 1_790_000_000_000_000n }).reading;

const readable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'bigint') return part.toString();
    if (part instanceof Map) return [...part];
    return part instanceof Set ? [...part] : part;
  });

/** What a venue, or somebody between, may do to a message: cut it, change a byte, a number, a type or a key. */
const mangle = fc.record({
  kind: fc.constantFrom('cut', 'byte', 'number', 'text', 'type', 'again', 'sign'),
  at: fc.nat(1_000_000),
  put: fc.constantFrom(
    '0',
    '-1',
    '1e999',
    '1e-999',
    '"x"',
    'null',
    'true',
    '[]',
    '{}',
    '9'.repeat(400),
    '"__proto__"',
    '""',
  ),
  byte: fc.nat(255),
});

function mangled(
  text: string,
  { kind, at, put, byte }: typeof mangle extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  const raw = encoder.encode(text);
  const nth = (pattern: RegExp, replaceBy: (found: string) => string): Uint8Array => {
    const found = [...text.matchAll(pattern)];
    const match = found[at % Math.max(found.length, 1)];
    if (match === undefined) return raw;
    return encoder.encode(text.slice(0, match.index) + replaceBy(match[0]) + text.slice(match.index + match[0].length));
  };
  switch (kind) {
    case 'cut':
      return raw.slice(0, at % (raw.length + 1));
    case 'byte':
      return raw.map((value, index) => (index === at % raw.length ? byte : value));
    case 'number':
      return nth(/(?<=[:,[])-?[0-9][0-9.eE+-]*/g, () => put);
    case 'text':
      return nth(/(?<=:)"[^"]*"/g, () => put);
    case 'type':
      return nth(/(?<=:)(?:"[^"]*"|-?[0-9][0-9.eE+-]*)/g, (found) =>
        found.startsWith('"') ? found.slice(1, -1) || '0' : `"${found}"`,
      );
    case 'again':
      return nth(/"[a-z_]+":(?:"[^"]*"|-?[0-9][0-9.]*)(?=[,}])/g, (found) => `${found},${found}`);
    case 'sign':
      return nth(/(?<=[:,[])"?(?=[1-9])/g, (found) => `${found}-`);
  }
}

describe.each([
  { venue: 'deribit', protocol: deribitProtocol({ accountId: 'desk' }) as VenueProtocol<unknown> },
  { venue: 'derive', protocol: deriveProtocol({ accountId: 'desk' }) as VenueProtocol<unknown> },
])('hostile messages of $venue', ({ venue, protocol }) => {
  const frames = framesOf(venue);
  const frame = fc.nat(frames.length - 1).map((index) => frames[index]!);

  it('never throw, and give readings of the shape that was promised', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(frame, mangle), { minLength: 1, maxLength: 8 }), (messages) => {
        const state = protocol.open();
        for (const [text, how] of messages) {
          const { observations, problems } = read(protocol, state, mangled(text, how));
          for (const { key, observedAtUs } of observations) {
            expect(key).not.toBe('');
            expect(observedAtUs >= 0n && observedAtUs < 2n ** 63n).toBe(true);
          }
          for (const { detail } of problems) expect(detail.length).toBeLessThan(600);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('bytes of any kind never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
        expect(read(protocol, protocol.open(), raw).observations).toEqual([]);
      }),
    );
  });

  it('leave nothing half applied: a refused message that said nothing is as if it had not come', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 6 }), frame, mangle, (before, text, how) => {
        const state = protocol.open();
        for (const known of before) read(protocol, state, encoder.encode(known));
        const held = readable(state);
        const { observations, problems } = read(protocol, state, mangled(text, how));
        const refused = problems.length > 0 && problems.every(({ kind }) => kind === 'refused');
        if (refused && observations.length === 0) expect(withoutSymbols(readable(state))).toBe(withoutSymbols(held));
      }),
      { numRuns: 1_500 },
    );
  });

  it('say the same of the same messages, however often they are read', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(frame, mangle), { maxLength: 10 }), (messages) => {
        const raws = messages.map(([text, how]) => mangled(text, how));
        const once = (): string => {
          const state = protocol.open();
          return readable(raws.map((raw) => read(protocol, state, raw)));
        };
        expect(once()).toBe(once());
      }),
      { numRuns: 300 },
    );
  });
});

/** What a symbol names follows from the symbol: to have met it changes nothing. */
function withoutSymbols(state: string): string {
  return JSON.stringify({ ...(JSON.parse(state) as object), instruments: [] });
}
