import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { feedCatalogue } from '../../feedCatalogue.js';
import type { FeedOf } from '../../feedDescription.js';
import type { FrameControl, RawFrame } from '../../rawFrame.js';
import { createSessionReader } from '../sessionReader.js';
import { venueProtocolOf } from '../venueProtocols.js';
import type { FrameReading } from '../venueSession.js';
import { asItIs, forTheWholePath } from './wholePath.scenario.js';

/** Test support: one venue's messages through three sessions, which read them as they are, whole, and now so and now so. */

/** A message of the venue, or what the connector says of itself. */
export type Delivery =
  { readonly text: string; readonly receivedAtUs?: bigint | undefined } | { readonly control: FrameControl };

export interface FeedAbout {
  readonly venue: string;
  readonly account?: string | undefined;
  readonly deployment?: string | undefined;
}

/** 2023-11-14T22:13:20Z, when messages come that don't say when. */
const RECEIVED_AT_US = 1_700_000_000_000_000n;

export function feedOf({ account, deployment, venue }: FeedAbout): FeedOf<'venue-session'> & { readonly id: string } {
  return { id: venue, decoder: 'venue-session', venue, account, deployment, staleAfterSeconds: null, assumed: null };
}

export function frameOf({ venue }: FeedAbout, delivery: Delivery, raw: (text: string) => Uint8Array): RawFrame {
  if ('control' in delivery) {
    return { feed: venue, receivedAtUs: RECEIVED_AT_US, raw: new Uint8Array(0), control: delivery.control };
  }
  const { receivedAtUs = RECEIVED_AT_US, text } = delivery;
  return { feed: venue, receivedAtUs, raw: raw(text) };
}

interface Reader {
  read(frame: RawFrame): RawFrame;
  /** What the session remembers by now. */
  readonly state: unknown;
}

function openReader(about: FeedAbout): Reader {
  let state: unknown;
  const sessions = createSessionReader(feedCatalogue([feedOf(about)]), (feed) => {
    const protocol = venueProtocolOf(feed)!;
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
    read: (frame) => sessions.read(frame),
    get state() {
      return state;
    },
  };
}

/**
 * Expects the three to say the same of each message, to remember the same at the end, and to have left as it was what they said;
 * gives what was said of each. `ways` choose how each message is written.
 */
export function readBothWays(
  about: FeedAbout,
  deliveries: readonly Delivery[],
  ways: readonly number[],
): readonly (FrameReading | undefined)[] {
  const [plain, whole, mixed] = [openReader(about), openReader(about), openReader(about)];
  const said: (FrameReading | undefined)[] = [];
  const copies: (FrameReading | undefined)[] = [];
  for (const [at, delivery] of deliveries.entries()) {
    const way = ways[at % ways.length] ?? 0;
    const asWhole = (text: string): Uint8Array => forTheWholePath(text, way);
    const first = plain.read(frameOf(about, delivery, asItIs));
    const others = [asWhole, way % 2 === 0 ? asItIs : asWhole];
    expectSame(delivery, first, whole.read(frameOf(about, delivery, others[0]!)));
    expectSame(delivery, first, mixed.read(frameOf(about, delivery, others[1]!)));
    said.push(first.reading);
    copies.push(structuredClone(first.reading));
  }
  expectEqual(whole.state, plain.state);
  expectEqual(mixed.state, plain.state);
  expectEqual(said, copies);
  return said;
}

function expectSame(delivery: Delivery, first: RawFrame, second: RawFrame): void {
  const [one, other] = [first, second].map(({ control, reading }) => ({ delivery, control, reading }));
  expectEqual(other, one);
}

/** To the last bit, with the sign of zero. Comparing first costs a hundredth of showing the difference. */
function expectEqual(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toStrictEqual(expected);
}
