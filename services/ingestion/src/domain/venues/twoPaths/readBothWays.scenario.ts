import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { feedCatalogue } from '../../feedCatalogue.js';
import type { FrameControl, RawFrame } from '../../rawFrame.js';
import { createSessionReader } from '../sessionReader.js';
import { venueProtocolOf } from '../venueProtocols.js';
import type { FrameReading } from '../venueSession.js';
import { asItIs, forTheWholePath } from './wholePath.scenario.js';

/** Test support: one venue's messages through three sessions, which read them as they are, whole, and now so and now so. */

export type Delivery = { readonly text: string } | { readonly control: FrameControl };

export interface FeedAbout {
  readonly venue: string;
  readonly account?: string | undefined;
  readonly deployment?: string | undefined;
}

/** 2023-11-14T22:13:20Z, when all messages come. */
export const RECEIVED_AT_US = 1_700_000_000_000_000n;

interface Reader {
  read(delivery: Delivery, raw: (text: string) => Uint8Array): RawFrame;
  /** What the session remembers by now. */
  readonly state: unknown;
}

function reader({ venue, account, deployment }: FeedAbout): Reader {
  let state: unknown;
  const feed = {
    id: venue,
    decoder: 'venue-session',
    venue,
    account,
    deployment,
    staleAfterSeconds: 60,
    assumed: null,
  } as const;
  const sessions = createSessionReader(feedCatalogue([feed]), (description) => {
    const protocol = venueProtocolOf(description)!;
    return {
      ...protocol,
      read: (before, frame) => {
        const step = protocol.read(before, frame);
        ({ state } = step);
        return step;
      },
    };
  });
  return {
    read: (delivery, raw) => {
      const frame = { feed: venue, receivedAtUs: RECEIVED_AT_US };
      return 'control' in delivery
        ? sessions.read({ ...frame, raw: new Uint8Array(0), control: delivery.control })
        : sessions.read({ ...frame, raw: raw(delivery.text) });
    },
    get state() {
      return state;
    },
  };
}

/**
 * Expects the three to say the same of each message, to remember the same at the end, and to have left what they said as it was;
 * gives what was said of each. `ways` choose how each message is written.
 */
export function readBothWays(
  about: FeedAbout,
  deliveries: readonly Delivery[],
  ways: readonly number[],
): readonly (FrameReading | undefined)[] {
  const [plain, whole, mixed] = [reader(about), reader(about), reader(about)];
  const said: (FrameReading | undefined)[] = [];
  const copies: (FrameReading | undefined)[] = [];
  for (const [at, delivery] of deliveries.entries()) {
    const way = ways[at % ways.length] ?? 0;
    const asWhole = (text: string): Uint8Array => forTheWholePath(text, way);
    const first = plain.read(delivery, asItIs);
    expectSame(delivery, first, whole.read(delivery, asWhole));
    expectSame(delivery, first, mixed.read(delivery, way % 2 === 0 ? asItIs : asWhole));
    said.push(first.reading);
    copies.push(structuredClone(first.reading));
  }
  for (const other of [whole, mixed]) {
    if (!isDeepStrictEqual(other.state, plain.state)) expect(other.state).toStrictEqual(plain.state);
  }
  if (!isDeepStrictEqual(said, copies)) expect(said).toStrictEqual(copies);
  return said;
}

function expectSame(delivery: Delivery, first: RawFrame, second: RawFrame): void {
  const [one, other] = [first, second].map(({ control, reading }) => ({ delivery, control, reading }));
  if (!isDeepStrictEqual(other, one)) expect(other).toStrictEqual(one);
}
