import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FrameReading } from '../../../services/ingestion/src/domain/venues/venueSession.ts';
import { venueProtocolOf } from '../../../services/ingestion/src/domain/venues/venueProtocols.ts';

const UTF8 = new TextEncoder();
const RECEIVED_AT_US = 1_800_000_000_000_000n;
const NUMBER = /(?<=[:[,]\s*)-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?=\s*[,}\]])/g;
const NUMBER_TEXT = /(?<=[:[,]\s*)"(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"(?=\s*[,}\]])/g;
const KEY = /"([A-Za-z_0-9]+)"\s*:/g;
/** What may stand where a number should. */
const PUT: readonly string[] = [
  '-1',
  `1${'0'.repeat(400)}`,
  `0.${'1'.repeat(400)}`,
  '1e999999999',
  '1e-999999999',
  '-0',
  '""',
  'null',
  '[]',
  '{}',
  '"NaN"',
  '"0x10"',
  '99999999999999999999',
  '"\\ud800"',
  '"\\u0000"',
];

interface Case {
  readonly account?: string;
  readonly deployment?: string;
  readonly frames: readonly { readonly raw: string }[];
}

function protocolOf(venue: string, { account, deployment }: Partial<Case>) {
  const feed = { id: 'f', decoder: 'venue-session', venue, account, deployment, staleAfterSeconds: 1, assumed: null };
  return venueProtocolOf({ ...feed, decoder: 'venue-session' } as const)!;
}

/** Reads all messages of a case, the one at a place in other words. */
function readingOf(venue: string, held: Case, place: number, raw: Uint8Array | string): FrameReading {
  const protocol = protocolOf(venue, held);
  let state = protocol.open();
  const read = (bytes: Uint8Array): FrameReading => {
    const step = protocol.read(state, { feed: 'f', raw: bytes, receivedAtUs: RECEIVED_AT_US });
    state = step.state;
    return step.reading;
  };
  for (const frame of held.frames.slice(0, place)) read(UTF8.encode(frame.raw));
  return read(typeof raw === 'string' ? UTF8.encode(raw) : raw);
}

describe.each(['deribit', 'derive', 'hyperliquid', 'dydx'])('bytes of %s', (venue) => {
  const folder = join(import.meta.dirname, venue);
  const messages = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Case)
    .flatMap((held) => held.frames.map(({ raw }, place) => ({ held, place, raw })));

  it('that end early are refused, wherever they end', () => {
    for (const { held, raw } of messages) {
      const protocol = protocolOf(venue, held);
      const bytes = UTF8.encode(raw);
      for (let end = 0; end < bytes.length; end++) {
        const frame = { feed: 'f', raw: bytes.subarray(0, end), receivedAtUs: RECEIVED_AT_US };
        const { observations, problems } = protocol.read(protocol.open(), frame).reading;
        expect([observations.length, problems[0]?.kind]).toEqual([0, 'refused']);
      }
    }
  });

  it('say the same with numbers as texts, and with texts as numbers', () => {
    for (const { held, place, raw } of messages) {
      const said = readingOf(venue, held, place, raw).observations;
      expect(readingOf(venue, held, place, raw.replace(NUMBER, '"$&"')).observations).toEqual(said);
      expect(readingOf(venue, held, place, raw.replace(NUMBER_TEXT, '$1')).observations).toEqual(said);
    }
  });

  it('with other things in the place of a number say nothing that is none, and never throw', () => {
    for (const { held, place, raw } of messages) {
      const numbers = [...raw.matchAll(NUMBER), ...raw.matchAll(NUMBER_TEXT)];
      numbers.slice(0, 24).forEach((found, nth) => {
        const put = PUT[nth % PUT.length]!;
        const changed = raw.slice(0, found.index) + put + raw.slice(found.index + found[0].length);
        const { observations } = readingOf(venue, held, place, changed);
        for (const { event, observedAtUs } of observations) {
          expect(observedAtUs >= 0n && observedAtUs < 2n ** 63n).toBe(true);
          for (const value of Object.values(event.value as Readonly<Record<string, unknown>>))
            expect(Number.isNaN(value)).toBe(false);
        }
      });
    }
  });

  it('with a key twice, one of the prototype, or more levels than a message has, are refused', () => {
    for (const { held, place, raw } of messages) {
      const [key] = raw.matchAll(KEY);
      if (key === undefined) continue;
      const put = (text: string): string => raw.slice(0, key.index) + text + raw.slice(key.index);
      for (const text of [
        `"${key[1]}":1,`,
        '"__proto__":{"a":1},',
        `"zz":${'['.repeat(100_000)}${']'.repeat(100_000)},`,
        `"zz":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)},`,
      ]) {
        const { observations, problems } = readingOf(venue, held, place, put(text));
        expect([observations.length, problems.at(-1)?.kind]).toEqual([0, 'refused']);
      }
      const inherited = readingOf(venue, held, place, put('"constructor":{"a":1},"hasOwnProperty":1,"toString":null,'));
      expect(inherited.observations).toEqual(readingOf(venue, held, place, raw).observations);
    }
  });
});

/** Names that nobody knows, each new: looking all of them up for each is what has to be avoided. */
const NAMES = 40_000;
const list = (item: (index: number) => string): string =>
  Array.from({ length: NAMES }, (_, index) => item(index)).join();

it.each([
  ['hyperliquid', `{"channel":"allMids","data":{"mids":{${list((index) => `"@${index}":"1"`)}}}}`],
  [
    'dydx',
    `{"type":"subscribed","message_id":1,"channel":"v4_markets","contents":{"markets":{${list(
      (index) => `"a,${index}-USD":{"oraclePrice":"1","nextFundingRate":"0","openInterest":"0"}`,
    )}}}}`,
  ],
  [
    'deribit',
    `{"method":"subscription","params":{"channel":"trades.spot.any.raw","data":[${list(
      (index) =>
        `{"instrument_name":"A${index}_USDC","trade_seq":1,"trade_id":"${index}","timestamp":1700000000000,"price":1,"amount":1,"direction":"buy"}`,
    )}]}}`,
  ],
  [
    'derive',
    `{"method":"subscription","params":{"channel":"trades.erc20.any","data":[${list(
      (index) =>
        `{"instrument_name":"A${index}-USDC","trade_id":"${index}","timestamp":1700000000000,"trade_price":"1","trade_amount":"1","direction":"buy"}`,
    )}]}}`,
  ],
])('a message of %s with 40,000 new names is read in the time of its length', (venue, raw) => {
  const before = process.cpuUsage();
  const { observations } = readingOf(venue, { frames: [] }, 0, raw);
  // A look at all for each takes seconds; one for each takes some tens of milliseconds.
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(3000);
  expect(observations.length).toBeGreaterThanOrEqual(NAMES);
});
