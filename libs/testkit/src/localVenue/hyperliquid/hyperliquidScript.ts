import type { RestAnswer, TrueBook, VenueMessage, VenueScript, VenueTruth } from '../venueScript.js';
import type { AccountTruth } from '../desk/accountTruth.js';
import { decimalOf } from '../desk/decimalOf.js';
import { answerInfo } from './answerInfo.js';
import { HYPERLIQUID_MARKETS } from './hyperliquidMarkets.js';
import { type HyperliquidPublication, HyperliquidVenue } from './hyperliquidVenue.js';

interface ClientMessage {
  readonly method?: string;
  readonly subscription?: { readonly type?: string; readonly coin?: string; readonly user?: string };
}

export interface HyperliquidScript extends VenueScript {
  accountTruth(): AccountTruth;
}

const KINDS: Readonly<Record<string, VenueMessage['kind']>> = {
  l2Book: 'book',
  bbo: 'book',
  trades: 'trades',
  activeAssetCtx: 'mark',
  allMids: 'index',
};
/** Channels of an account, whose messages begin with everything when one subscribes. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set([
  'orderUpdates',
  'userFills',
  'userFundings',
  'clearinghouseState',
  'openOrders',
  'spotState',
]);

/** Hyperliquid from its side. What grows comes from the seed alone, so the caller's randomness isn't asked for. */
export function hyperliquidScript(seed: number, user: string, nowMs: number, account = user): HyperliquidScript {
  const venue = new HyperliquidVenue(seed, user, nowMs);
  const subscriptions = new Map<string, Set<string>>();
  const firstTold = new Map<string, number>();
  const messageOf = (connection: string, { channel, data, key }: HyperliquidPublication): VenueMessage => ({
    connection,
    text: JSON.stringify({ channel, data }),
    kind: KINDS[channel] ?? 'private',
    channel: key,
    ...(channel === 'trades' && { trades: tradeNames(data) }),
  });
  const tell = (publications: readonly HyperliquidPublication[]): readonly VenueMessage[] =>
    publications.flatMap((publication) =>
      [...subscriptions]
        .filter(([, keys]) => keys.has(publication.key))
        .map(([connection]) => messageOf(connection, publication)),
    );
  return {
    venue: 'hyperliquid',
    connected: (connection) => void subscriptions.set(connection, new Set()),
    closed: (connection) => void subscriptions.delete(connection),
    hear(connection, text, atMs) {
      const { method, subscription } = JSON.parse(text) as ClientMessage;
      const said = (channel: string, data?: unknown): VenueMessage => ({
        connection,
        text: JSON.stringify({ channel, ...(data !== undefined && { data }) }),
        kind: 'heartbeat',
        channel,
      });
      if (method === 'ping') return [said('pong')];
      const keys = subscriptions.get(connection);
      if (keys === undefined || subscription?.type === undefined) return [said('error', `Invalid: ${text}`)];
      const { coin = '', type } = subscription;
      const about = OF_ACCOUNTS.has(type) ? (subscription.user ?? '').toLowerCase() : coin;
      const key = about === '' ? type : `${type}/${about}`;
      const acknowledged = said('subscriptionResponse', { method, subscription });
      if (method === 'unsubscribe') {
        keys.delete(key);
        return [acknowledged];
      }
      keys.add(key);
      if (type === 'trades' && !firstTold.has(coin)) firstTold.set(coin, venue.trades.length);
      return [acknowledged, ...venue.snapshotOf(type, coin, atMs).map((one) => messageOf(connection, one))];
    },
    next: (_random, atMs) => tell(venue.grow(atMs)),
    rest(_method, path, body, atMs): RestAnswer {
      const answer = path === '/info' ? answerInfo(venue, body, atMs) : undefined;
      return answer === undefined ? { status: 422, body: 'Failed to deserialize' } : { status: 200, body: answer };
    },
    spoilBook: (message) => (message.kind === 'book' ? crossed(message.text) : undefined),
    shiftTime: ({ text }, byMs) => {
      const shifted = text.replace(/"time":(\d+)/g, (_, time: string) => `"time":${Number(time) + byMs}`);
      return shifted === text ? undefined : shifted;
    },
    truth: () => truthOf(venue, firstTold, account),
    accountTruth: () => accountTruthOf(venue),
  };
}

/** The best bid at the best ask's price, in a book of two sides or of their tops. */
function crossed(text: string): string | undefined {
  const message = JSON.parse(text) as { data: { levels?: { px: string }[][]; bbo?: { px: string }[] } };
  const { bbo, levels } = message.data;
  const [bid, ask] = levels === undefined ? (bbo ?? []) : [levels[0]?.[0], levels[1]?.[0]];
  if (bid === undefined || ask === undefined) return undefined;
  bid.px = ask.px;
  return JSON.stringify(message);
}

function tradeNames(data: unknown): readonly string[] {
  return (data as readonly { coin: string; tid: number }[]).map(({ coin, tid }) => `${instrumentOf(coin)}|${tid}`);
}

function instrumentOf(coin: string): string {
  return HYPERLIQUID_MARKETS.find(({ name }) => name === coin)!.instrumentId;
}

function truthOf(venue: HyperliquidVenue, firstTold: ReadonlyMap<string, number>, account: string): VenueTruth {
  const books = new Map<string, TrueBook>();
  const [marks, indexes, trades] = [
    new Map<string, string>(),
    new Map<string, string>(),
    new Map<string, readonly string[]>(),
  ];
  for (const market of HYPERLIQUID_MARKETS) {
    const { instrumentId, name, priceDecimals, sizeDecimals } = market;
    const side = (levels: readonly (readonly [number, number])[]) =>
      levels.map(([price, size]) => [decimalOf(price, priceDecimals), decimalOf(size, sizeDecimals)] as const);
    const { asks, bids } = venue.books.get(name)!;
    books.set(instrumentId, { bids: side(bids), asks: side(asks) });
    marks.set(instrumentId, decimalOf(venue.contexts.get(name)!.mark, priceDecimals));
    const told = venue.trades.slice(firstTold.get(name) ?? venue.trades.length);
    trades.set(
      instrumentId,
      told.filter((trade) => trade.market === market).map(({ number }) => number.toString()),
    );
  }
  for (const [coin, price] of Object.entries(venue.mids)) indexes.set(`${coin} mid`, price);
  const positions = new Map(
    [...venue.account.positions.values()].map(({ market, size }) => [
      `${account}|${market.instrumentId}`,
      decimalOf(size, market.sizeDecimals),
    ]),
  );
  return { books, marks, indexes, trades, positions };
}

function accountTruthOf({ account, equity }: HyperliquidVenue): AccountTruth {
  return {
    orders: new Map(
      [...account.orders.values()].map(({ filled, market, number, status }) => [
        number.toString(),
        { open: status === 'open', filledSize: decimalOf(filled, market.sizeDecimals) },
      ]),
    ),
    fills: account.fills.map(({ number }) => number.toString()),
    balances: new Map([['USDC', equity]]),
  };
}
