import { type LevelChange, MarketState, type MadeTrade, type MarketTerms, truthOf } from '../market/marketState.js';
import { shiftTimes } from '../market/shiftTimes.js';
import type { VenueMessage, VenueScript } from '../venueScript.js';

/** ETH at 3,000.00 and options priced in coin, as Deribit lists them. */
const TERMS: readonly MarketTerms[] = [
  {
    symbol: 'ETH-PERPETUAL',
    id: 'iperp:deribit:ETH-USD:1',
    kind: 'perp',
    decimals: 2,
    startTicks: 300_000,
    lot: 1,
  },
  {
    symbol: 'BTC_USDC-PERPETUAL',
    id: 'perp:deribit:BTC-USDC',
    kind: 'perp',
    decimals: 1,
    startTicks: 900_000,
    lot: 1,
  },
  {
    symbol: 'ETH-31DEC27-3000-C',
    id: 'ioption:deribit:ETH-USD:20271231T080000Z:3000:C',
    kind: 'option',
    decimals: 4,
    startTicks: 1_500,
    lot: 1,
  },
];
const INDEXES: readonly (readonly [name: string, symbol: string])[] = [
  ['eth_usd', 'ETH-PERPETUAL'],
  ['btc_usdc', 'BTC_USDC-PERPETUAL'],
];
const ACCOUNT_CHANNEL = 'user.changes.any.any.100ms';
/** The venue asks whether a connection is there each so many milliseconds, at the interval that the client set. */
const MS_PER_SECOND = 1_000;

export const DERIBIT_SYMBOLS: readonly string[] = TERMS.map(({ symbol }) => symbol);

interface Connection {
  readonly channels: Set<string>;
  loggedIn: boolean;
  heartbeatMs: number;
  askedAtMs: number;
}

interface Request {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/**
 * Deribit's JSON-RPC from its own side, by its API documentation: `book.` with chains of `change_id`, `ticker.`, `trades.` with
 * `trade_seq`, `deribit_price_index.`, `user.changes.` after `public/auth`, heartbeats, and the requests of a reader.
 */
export function deribitScript(accountId: string): VenueScript {
  const markets = TERMS.map((terms, index) => new MarketState(terms, (index + 1) * 1_000_000));
  const connections = new Map<string, Connection>();
  const told = new Map<string, number>();
  const indexes = new Map<string, string>();
  const positions = new Map<string, number>(TERMS.map(({ symbol }) => [symbol, 0]));
  for (const [name, symbol] of INDEXES) indexes.set(name, marketOf(symbol).priceOf(marketOf(symbol).middle));

  function marketOf(symbol: unknown): MarketState {
    return markets.find(({ terms }) => terms.symbol === symbol) ?? markets[0]!;
  }

  /** To each connection that subscribed to the channel. */
  function tell(
    channel: string,
    kind: VenueMessage['kind'],
    data: string,
    only: (id: string) => boolean = () => true,
    trades?: readonly string[],
  ): readonly VenueMessage[] {
    const text = `{"jsonrpc":"2.0","method":"subscription","params":{"channel":"${channel}","data":${data}}}`;
    return [...connections]
      .filter(([id, { channels }]) => channels.has(channel) && only(id))
      .map(([connection]) => ({ connection, text, kind, channel, trades }));
  }

  function snapshot(market: MarketState, nowMs: number): string {
    const levels = (side: 'bids' | 'asks'): string =>
      market
        .levels(side)
        .map(([price, size]) => `["new",${price},${size}]`)
        .join();
    return `{"type":"snapshot","timestamp":${nowMs},"instrument_name":"${market.terms.symbol}","change_id":${market.changeId},"bids":[${levels('bids')}],"asks":[${levels('asks')}]}`;
  }

  function change(market: MarketState, random: () => number, nowMs: number): string {
    const changes = market.changeBook(random);
    const previous = market.changeId;
    market.changeId += 1 + Math.floor(random() * 5);
    const acted = (wanted: LevelChange['side']): string =>
      changes
        .filter(({ side }) => side === wanted)
        .map(({ price, size, isNew }) => `["${size === 0 ? 'delete' : isNew ? 'new' : 'change'}",${price},${size}]`)
        .join();
    return `{"type":"change","timestamp":${nowMs},"prev_change_id":${previous},"instrument_name":"${market.terms.symbol}","change_id":${market.changeId},"bids":[${acted('bids')}],"asks":[${acted('asks')}]}`;
  }

  function ticker(market: MarketState, nowMs: number): string {
    const { terms, mark } = market;
    const [bid, ask] = [market.levels('bids')[0], market.levels('asks')[0]];
    const index = indexes.get(terms.symbol.startsWith('ETH') ? 'eth_usd' : 'btc_usdc');
    const shared = `"timestamp":${nowMs},"state":"open","instrument_name":"${terms.symbol}","best_bid_price":${bid?.[0] ?? 0},"best_bid_amount":${bid?.[1] ?? 0},"best_ask_price":${ask?.[0] ?? 0},"best_ask_amount":${ask?.[1] ?? 0},"mark_price":${mark},"index_price":${index},"last_price":${market.trades.at(-1)?.price ?? 'null'},"open_interest":1000,"stats":{"volume":1.0,"high":null,"low":null}`;
    const own =
      terms.kind === 'perp'
        ? '"current_funding":0.0000125,"funding_8h":0.00001,"interest_value":0.001'
        : `"bid_iv":51.2,"ask_iv":53.4,"mark_iv":52.31,"underlying_price":${index},"underlying_index":"SYN.ETH-31DEC27","greeks":{"delta":0.5,"gamma":0.0005,"vega":4.1,"theta":-2.2,"rho":1.3}`;
    return `{${shared},${own}}`;
  }

  function trade({ terms }: MarketState, made: MadeTrade): string {
    const iv = terms.kind === 'option' ? ',"iv":52.3' : '';
    return `{"trade_seq":${made.sequence},"trade_id":"${made.id}","timestamp":${made.atMs},"tick_direction":0,"price":${made.price},"mark_price":${made.price},"instrument_name":"${terms.symbol}","index_price":3000.0,"direction":"${made.buy ? 'buy' : 'sell'}","amount":${made.size}${iv}}`;
  }

  function position(symbol: string): string {
    const size = positions.get(symbol) ?? 0;
    const direction = size === 0 ? 'zero' : size > 0 ? 'buy' : 'sell';
    return `{"instrument_name":"${symbol}","kind":"future","size":${size},"direction":"${direction}","average_price":3000.0,"mark_price":${marketOf(symbol).mark},"index_price":3000.0,"floating_profit_loss":0.0,"leverage":10}`;
  }

  /** A fill of the account: an order filled whole, and the position after it. */
  function fill(random: () => number, nowMs: number, number: number): readonly VenueMessage[] {
    const market = markets[Math.floor(random() * markets.length)]!;
    const { symbol, lot } = market.terms;
    const buy = random() < 0.5;
    const size = (1 + Math.floor(random() * 5)) * lot;
    positions.set(symbol, (positions.get(symbol) ?? 0) + (buy ? size : -size));
    const price = market.priceOf(market.middle);
    const shared = `"instrument_name":"${symbol}","direction":"${buy ? 'buy' : 'sell'}","amount":${size},"price":${price},"order_type":"limit","order_id":"ETH-${number}"`;
    const order = `{${shared},"order_state":"filled","filled_amount":${size},"average_price":${price},"reduce_only":false,"label":"","creation_timestamp":${nowMs},"last_update_timestamp":${nowMs}}`;
    const filled = `{${shared},"trade_id":"F-${number}","trade_seq":${number},"timestamp":${nowMs},"state":"filled","fee":0.0,"fee_currency":"ETH","liquidity":"M"}`;
    const data = `{"instrument_name":"${symbol}","trades":[${filled}],"orders":[${order}],"positions":[${position(symbol)}]}`;
    return tell(ACCOUNT_CHANNEL, 'private', data, (id) => connections.get(id)!.loggedIn);
  }

  function instrument({ terms }: MarketState): string {
    const [base, quote] = terms.symbol.startsWith('BTC') ? ['BTC', 'USDC'] : ['ETH', 'USD'];
    const settled = quote === 'USDC' ? 'USDC' : 'ETH';
    const own =
      terms.kind === 'option'
        ? '"kind":"option","instrument_type":"reversed","option_type":"call","strike":3000.0,"expiration_timestamp":1830240000000,"contract_size":1'
        : `"kind":"future","instrument_type":"${quote === 'USD' ? 'reversed' : 'linear'}","expiration_timestamp":32503708800000,"contract_size":1,"max_leverage":50`;
    return `{"instrument_name":"${terms.symbol}","base_currency":"${base}","quote_currency":"${quote}","settlement_currency":"${settled}","tick_size":0.0001,"min_trade_amount":1,"maker_commission":0.0,"taker_commission":0.0005,"is_active":true,${own}}`;
  }

  function result(method: string, params: Readonly<Record<string, unknown>>, nowMs: number): string | undefined {
    switch (method) {
      case 'public/auth':
        return `{"access_token":"made.access","refresh_token":"made.refresh","expires_in":900,"scope":"account:read trade:read","token_type":"bearer"}`;
      case 'public/set_heartbeat':
        return '"ok"';
      case 'public/test':
        return '{"version":"1.2.26"}';
      case 'public/subscribe':
      case 'private/subscribe':
      case 'public/unsubscribe':
      case 'private/unsubscribe':
        return JSON.stringify(params['channels']);
      case 'public/get_instruments':
        return `[${markets
          .filter(({ terms }) => (params['currency'] === 'USDC') === terms.symbol.includes('_USDC'))
          .map(instrument)
          .join()}]`;
      case 'public/get_order_book':
        return ticker(marketOf(params['instrument_name']), nowMs);
      case 'public/get_last_trades_by_instrument': {
        const market = marketOf(params['instrument_name']);
        const [from, to] = [Number(params['start_seq'] ?? 0), Number(params['end_seq'] ?? Infinity)];
        const asked = market.trades.filter(({ sequence }) => sequence >= from && sequence <= to);
        const count = Number(params['count'] ?? 10);
        const isAscending = params['sorting'] === 'asc';
        const list = isAscending ? asked.slice(0, count) : asked.slice(-count).toReversed();
        const first = market.trades.indexOf((isAscending ? list[0] : list.at(-1)) ?? market.trades[0]!);
        if (!told.has(market.terms.id) && list.length > 0) told.set(market.terms.id, first);
        return `{"trades":[${list.map((made) => trade(market, made)).join()}],"has_more":${asked.length > count}}`;
      }
      case 'public/get_funding_rate_history':
        return `[{"timestamp":${nowMs - (nowMs % 3_600_000)},"index_price":3000.0,"prev_index_price":2999.0,"interest_8h":0.00001,"interest_1h":0.00000125}]`;
      case 'private/get_positions':
        return `[${TERMS.map(({ symbol }) => position(symbol)).join()}]`;
      case 'private/get_account_summaries':
        return '{"id":1,"summaries":[{"currency":"ETH","balance":10.5,"equity":10.5,"available_funds":10.0,"available_withdrawal_funds":9.5,"initial_margin":0.5,"maintenance_margin":0.3,"margin_model":"segregated_sm"}]}';
      case 'private/get_open_orders':
        return '[]';
      default:
        return undefined;
    }
  }

  let fills = 0;
  return {
    venue: 'deribit',
    connected: (id) => void connections.set(id, { channels: new Set(), loggedIn: false, heartbeatMs: 0, askedAtMs: 0 }),
    closed: (id) => void connections.delete(id),
    hear(id, text, nowMs) {
      const { id: requestId, method = '', params = {} } = JSON.parse(text) as Request;
      const connection = connections.get(id)!;
      const reply = (body: string): VenueMessage => ({
        connection: id,
        text: `{"jsonrpc":"2.0","id":${JSON.stringify(requestId)},${body},"usIn":${nowMs * 1_000},"usOut":${nowMs * 1_000},"usDiff":0,"testnet":true}`,
        kind: method === 'public/test' ? 'heartbeat' : 'listing',
        channel: method,
      });
      if (method.startsWith('private/') && !connection.loggedIn) {
        return [reply('"error":{"code":13009,"message":"unauthorized"}')];
      }
      const found = result(method, params, nowMs);
      if (found === undefined) return [reply('"error":{"code":-32601,"message":"Method not found"}')];
      if (method === 'public/auth') connection.loggedIn = true;
      if (method === 'public/set_heartbeat') connection.heartbeatMs = Number(params['interval']) * MS_PER_SECOND;
      const answers = [reply(`"result":${found}`)];
      const channels = (params['channels'] ?? []) as readonly string[];
      if (method.endsWith('/unsubscribe')) for (const channel of channels) connection.channels.delete(channel);
      if (!method.endsWith('/subscribe')) return answers;
      const opened = channels.flatMap((channel): readonly VenueMessage[] => {
        connection.channels.add(channel);
        const [kind, symbol] = channel.split('.');
        const market = marketOf(symbol);
        const isOwn = (other: string): boolean => other === id;
        if (kind === 'book') return tell(channel, 'book', snapshot(market, nowMs), isOwn);
        if (kind === 'ticker') return tell(channel, 'mark', ticker(market, nowMs), isOwn);
        if (kind === 'trades' && !told.has(market.terms.id)) told.set(market.terms.id, market.trades.length);
        return [];
      });
      return [...answers, ...opened];
    },
    next(random, nowMs) {
      const market = markets[Math.floor(random() * markets.length)]!;
      const { symbol, id } = market.terms;
      const what = random();
      if (what < 0.5) return tell(`book.${symbol}.100ms`, 'book', change(market, random, nowMs));
      if (what < 0.7) {
        market.markAnew(random);
        return tell(`ticker.${symbol}.100ms`, 'mark', ticker(market, nowMs));
      }
      if (what < 0.85) {
        const made = Array.from({ length: 1 + Math.floor(random() * 2) }, () => market.trade(random, nowMs));
        const list = `[${made.map((one) => trade(market, one)).join()}]`;
        const names = made.map((one) => `${id}|${one.id}`);
        return tell(`trades.${symbol}.100ms`, 'trades', list, undefined, names);
      }
      if (what < 0.95) {
        const [name, of] = INDEXES[Math.floor(random() * INDEXES.length)]!;
        const price = marketOf(of).priceOf(marketOf(of).middle);
        indexes.set(name, price);
        const data = `{"timestamp":${nowMs},"price":${price},"index_name":"${name}"}`;
        return tell(`deribit_price_index.${name}`, 'index', data);
      }
      return fill(random, nowMs, ++fills);
    },
    beat: (nowMs) =>
      [...connections].flatMap(([id, connection]) => {
        if (connection.heartbeatMs === 0 || nowMs - connection.askedAtMs < connection.heartbeatMs) return [];
        connection.askedAtMs = nowMs;
        const text = '{"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}}';
        return [{ connection: id, text, kind: 'heartbeat', channel: 'heartbeat' }];
      }),
    spoilBook: ({ text }) => {
      // A bid far above every ask: the sides meet.
      return text.replace('"bids":[', '"bids":[["new",999999.5,7],').replace(',]', ']');
    },
    shiftTime: ({ text }, byMs) => shiftTimes(text, ['timestamp'], byMs),
    truth: () =>
      truthOf(
        markets,
        told,
        indexes,
        new Map(
          markets.map(({ terms }) => [`${accountId}|${terms.id}`, String(positions.get(terms.symbol) ?? 0)] as const),
        ),
      ),
  };
}
