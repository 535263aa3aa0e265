import type { RestAnswer, TrueBook, VenueMessage, VenueScript, VenueTruth } from '../venueScript.js';
import type { AccountTruth } from '../desk/accountTruth.js';
import { decimalOf } from '../desk/decimalOf.js';
import { answerIndexer } from './answerIndexer.js';
import type { DydxSide } from './dydxBook.js';
import { DYDX_MARKETS } from './dydxMarkets.js';
import { type DydxPublication, DydxVenue } from './dydxVenue.js';

interface ClientMessage {
  readonly type?: string;
  readonly channel?: string;
  readonly id?: string;
}

interface Connection {
  messages: number;
  readonly keys: Set<string>;
}

export interface DydxScript extends VenueScript {
  accountTruth(): AccountTruth;
}

const KINDS: Readonly<Record<string, VenueMessage['kind']>> = {
  v4_orderbook: 'book',
  v4_trades: 'trades',
  v4_markets: 'mark',
  v4_subaccounts: 'private',
};

/** The indexer from its side. What grows comes from the seed alone, so the caller's randomness isn't asked for. */
export function dydxScript(seed: number, address: string, account = `${address}/0`): DydxScript {
  const venue = new DydxVenue(seed, address);
  const connections = new Map<string, Connection>();
  const firstTold = new Map<string, number>();
  /** Numbers what a connection is told, over all its channels. */
  const say = (connection: string, said: ClientMessage & Readonly<Record<string, unknown>>): VenueMessage => {
    const state = connections.get(connection)!;
    const { channel = '', id = '', type = '', ...rest } = said;
    const names = { ...(channel !== '' && { channel }), ...(id !== '' && { id }) };
    const head = { type, connection_id: connection, message_id: state.messages++, ...names };
    return {
      connection,
      text: JSON.stringify({ ...head, ...rest }),
      kind: type === 'connected' ? 'heartbeat' : (KINDS[channel] ?? 'heartbeat'),
      channel: keyOf(channel, id),
      ...(channel === 'v4_trades' && type === 'channel_data' && { trades: tradeNames(id, said) }),
    };
  };
  const tell = (publications: readonly DydxPublication[]): readonly VenueMessage[] =>
    publications.flatMap(({ channel, contents, id }) =>
      [...connections]
        .filter(([, { keys }]) => keys.has(keyOf(channel, id)))
        .map(([connection]) => {
          const type = Array.isArray(contents) ? 'channel_batch_data' : 'channel_data';
          return say(connection, { type, channel, id, version: '1.0.0', contents });
        }),
    );
  return {
    venue: 'dydx',
    connected: (connection) => void connections.set(connection, { messages: 0, keys: new Set() }),
    closed: (connection) => void connections.delete(connection),
    hear(connection, text) {
      const state = connections.get(connection);
      if (state === undefined) return [];
      // The framework lets a script speak once it was spoken to, so the greeting goes before the first answer.
      const greeting = state.messages === 0 ? [say(connection, { type: 'connected' })] : [];
      return [...greeting, ...answer(connection, state, JSON.parse(text) as ClientMessage)];
    },
    next: (_random, nowMs) => tell(venue.grow(nowMs)),
    rest(_method, path, _body, nowMs): RestAnswer {
      const found = answerIndexer(venue, path, nowMs);
      return found === undefined ? { status: 404, body: '{"errors":[]}' } : { status: 200, body: found };
    },
    spoilBook: ({ kind, text }) => (kind === 'book' ? negative(text) : undefined),
    shiftTime: ({ text }, byMs) => {
      const shifted = text.replace(
        /"(createdAt|updatedAt|effectiveAt)":"([^"]+)"/g,
        (_, name: string, time: string) => `"${name}":"${new Date(Date.parse(time) + byMs).toISOString()}"`,
      );
      return shifted === text ? undefined : shifted;
    },
    truth: () => truthOf(venue, firstTold, account),
    accountTruth: () => accountTruthOf(venue),
  };

  function answer(connection: string, { keys }: Connection, asked: ClientMessage): readonly VenueMessage[] {
    const { channel = '', id = channel, type } = asked;
    const key = keyOf(channel, id);
    if (type === 'unsubscribe') {
      keys.delete(key);
      return [say(connection, { type: 'unsubscribed', channel, id })];
    }
    const contents = venue.snapshotOf(channel, id);
    if (type !== 'subscribe' || contents === undefined || keys.has(key)) {
      return [say(connection, { type: 'error', message: `Invalid subscription: ${channel}` })];
    }
    keys.add(key);
    if (channel === 'v4_trades' && !firstTold.has(id)) firstTold.set(id, venue.trades.length);
    return [say(connection, { type: 'subscribed', channel, id, contents })];
  }
}

/** Levels of a side that are said of a book. */
const LEVELS_SAID = 25;

function keyOf(channel: string, id: string): string {
  return id === '' || id === channel ? channel : `${channel}/${id}`;
}

/** A book that can't be: a level with less than nothing. The indexer has no checksum, and crosses by itself. */
function negative(text: string): string | undefined {
  const spoilt = text.replace(/\["([0-9.]+)","([0-9.]+)"\]/, '["$1","-1"]');
  return spoilt === text ? undefined : spoilt;
}

function tradeNames(id: string, said: object): readonly string[] {
  const { contents } = said as { contents: { trades: readonly { id: string }[] } };
  return contents.trades.map((trade) => `perp:dydx:${id}|${trade.id}`);
}

function truthOf(venue: DydxVenue, firstTold: ReadonlyMap<string, number>, account: string): VenueTruth {
  const books = new Map<string, TrueBook>();
  const [marks, indexes, trades] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, readonly string[]>(),
  ];
  for (const market of DYDX_MARKETS) {
    const { instrumentId, name, priceDecimals, sizeDecimals } = market;
    const side = (of: DydxSide) =>
      venue.books
        .get(name)!
        .levels(of)
        .filter(([price]) => !venue.books.get(name)!.isStale(of, price))
        .slice(0, LEVELS_SAID)
        .map(([price, size]) => [decimalOf(price, priceDecimals), decimalOf(size, sizeDecimals)] as const);
    books.set(instrumentId, { bids: side('bids'), asks: side('asks') });
    const oracle = decimalOf(venue.contexts.get(name)!.oracle, priceDecimals);
    marks.set(instrumentId, oracle);
    indexes.set(name, oracle);
    const told = venue.trades.slice(firstTold.get(name) ?? venue.trades.length);
    trades.set(
      instrumentId,
      told.filter((trade) => trade.market === market).map(({ number }) => number.toString(16).padStart(24, '0')),
    );
  }
  const positions = new Map(
    [...venue.account.positions.values()].map(({ market, size }) => [
      `${account}|${market.instrumentId}`,
      decimalOf(size, market.sizeDecimals),
    ]),
  );
  return { books, marks, indexes, trades, positions };
}

function accountTruthOf({ account, equity }: DydxVenue): AccountTruth {
  return {
    orders: new Map(
      [...account.orders.values()].map(({ filled, market, number, status }) => [
        `order-${number}`,
        { open: status === 'open', filledSize: decimalOf(filled, market.sizeDecimals) },
      ]),
    ),
    fills: account.fills.map(({ number }) => `fill-${number}`),
    balances: new Map([['USDC', equity]]),
  };
}
