import { event } from '@gimbal/contracts';
import { PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { FeedDescription } from '../../domain/feedDescription.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import type { VenueProtocolOf } from '../../domain/venues/venueProtocols.js';
import type { VenueProtocol } from '../../domain/venues/venueSession.js';
import type { Connector } from './connector.js';

/** Test support: a venue whose messages are numbers, and whose readings rest on all of a connection's messages. */

export const COUNTING_FEED: FeedDescription = {
  id: 'counting:public',
  decoder: 'venue-session',
  venue: 'counting',
  staleAfterSeconds: 60,
  assumed: null,
};

interface Counting {
  readonly messages: number;
  readonly sum: number;
}

/** Each price is the sum of the connection's numbers; every hundredth message asks for something. */
const counting: VenueProtocol<Counting> = {
  venue: 'counting',
  open: () => ({ messages: 0, sum: 0 }),
  read: (state, { raw, feed }) => {
    const text = Buffer.from(raw).toString();
    const number = /^\d+$/.test(text) ? Number(text) : undefined;
    if (number === undefined) {
      const detail = `Expected a number, was ${JSON.stringify(text.slice(0, 40))}.`;
      return {
        state,
        reading: { observations: [], problems: [{ kind: 'refused', subject: feed, detail }], replies: [] },
      };
    }
    const next = { messages: state.messages + 1, sum: state.sum + number };
    const observedAtUs = BigInt(number);
    const value = PerpObserved.fromPartial({
      feed,
      venue: 'counting',
      instrumentId: 'perp:counting:ETH',
      markPrice: String(next.sum),
      indexPrice: String(next.messages),
      fundingRate: '0',
      fundingIntervalSeconds: 3600,
      observedAtUs,
    });
    const observation = { topic: 'market', key: feed, event: event(PerpObserved, value), observedAtUs } as const;
    const replies = next.messages % 100 === 0 ? [`more ${next.messages}`] : [];
    return { state: next, reading: { observations: [observation], problems: [], replies } };
  },
};

export const countingProtocolOf: VenueProtocolOf = (feed) => (feed.venue === 'counting' ? counting : undefined);

export interface CountingConnector extends Connector {
  readonly replies: string[];
  /** Resolves when all was delivered and taken. */
  readonly done: Promise<void>;
}

/** Delivers the numbers from one to another, with a new connection every few hundred, and something unreadable now and then. */
export function countingConnector(from: number, to: number, nowUs: () => bigint): CountingConnector {
  const finished = Promise.withResolvers<void>();
  const replies: string[] = [];
  const control = (kind: 'connected', session: number): RawFrame => ({
    feed: COUNTING_FEED.id,
    raw: new Uint8Array(0),
    receivedAtUs: nowUs(),
    control: { kind, connector: 'counting', session, endpoint: 'here' },
  });
  return {
    id: 'counting',
    feeds: [COUNTING_FEED],
    replies,
    done: finished.promise,
    reply: (_feed, texts) => void replies.push(...texts),
    async run(sink, signal) {
      let last: Promise<void> = sink.deliver(control('connected', 1));
      for (let number = from; number <= to && !signal.aborted; number++) {
        if (number % 700 === 0) void sink.deliver(control('connected', 1 + number / 700));
        const raw = number % 999 === 0 ? Uint8Array.of(0xff, 0x00, 0x0a) : Buffer.from(String(number));
        last = sink.deliver({ feed: COUNTING_FEED.id, raw, receivedAtUs: nowUs() });
        if (number % 97 === 0) await last;
      }
      await last;
      finished.resolve();
      if (signal.aborted) return;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
  };
}
