import type { AccountTruth } from '../desk/accountTruth.js';
import { DeskAccount } from '../desk/deskAccount.js';
import { deskMarket } from '../desk/deskMarket.js';
import { deriveFill, deriveFillId, deriveOrder, deriveOrderId } from './deriveRows.js';
import { MarketState, type MadeTrade, type MarketTerms, truthOf } from '../market/marketState.js';
import { shiftTimes } from '../market/shiftTimes.js';
import type { VenueMessage, VenueScript } from '../venueScript.js';

const TERMS: readonly MarketTerms[] = [
  { symbol: 'ETH-PERP', id: 'perp:derive:ETH-USD', kind: 'perp', decimals: 2, startTicks: 300_000, lot: 1 },
  { symbol: 'BTC-PERP', id: 'perp:derive:BTC-USD', kind: 'perp', decimals: 0, startTicks: 90_000, lot: 1 },
  {
    symbol: 'ETH-20271231-3000-C',
    id: 'option:derive:ETH-USD:20271231T080000Z:3000:C',
    kind: 'option',
    decimals: 1,
    startTicks: 4_500,
    lot: 1,
  },
];
const CURRENCIES = ['ETH', 'BTC'] as const;
/** Rows of one page of the history, two of each trade. */
const PAGE_ROWS = 1_000;

export const DERIVE_SYMBOLS: readonly string[] = TERMS.map(({ symbol }) => symbol);
export const DERIVE_SUBACCOUNT = 42;

export interface DeriveScript extends VenueScript {
  accountTruth(): AccountTruth;
}

interface Request {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/**
 * Derive's JSON-RPC from its own side, by its API reference: whole books with a `publish_id`, `ticker_slim`, trades that stand
 * there for either side under one id, spot feeds, the channels of a subaccount after `public/login`, and a reader's requests.
 */
export function deriveScript(accountId: string): DeriveScript {
  const markets = TERMS.map((terms, index) => new MarketState(terms, (index + 1) * 1_000_000));
  const connections = new Map<string, { readonly channels: Set<string>; loggedIn: boolean }>();
  const told = new Map<string, number>();
  const indexes = new Map<string, string>(CURRENCIES.map((currency) => [`${currency}-USD`, spotOf(currency)]));
  let randomNow = (): number => 0;
  const account = new DeskAccount(TERMS.map(deskMarket), () => randomNow());

  function marketOf(symbol: unknown): MarketState {
    return markets.find(({ terms }) => terms.symbol === symbol) ?? markets[0]!;
  }

  function spotOf(currency: string): string {
    const market = marketOf(`${currency}-PERP`);
    return market.priceOf(market.middle);
  }

  function tell(
    channel: string,
    kind: VenueMessage['kind'],
    data: string,
    only: (id: string) => boolean = () => true,
    trades?: readonly string[],
  ): readonly VenueMessage[] {
    const text = `{"method":"subscription","params":{"channel":"${channel}","data":${data}}}`;
    return [...connections]
      .filter(([id, { channels }]) => channels.has(channel) && only(id))
      .map(([connection]) => ({ connection, text, kind, channel, trades }));
  }

  function book(market: MarketState, nowMs: number): string {
    const levels = (side: 'bids' | 'asks'): string =>
      market
        .levels(side)
        .map(([price, size]) => `["${price}","${size}"]`)
        .join();
    return `{"timestamp":${nowMs},"instrument_name":"${market.terms.symbol}","publish_id":${market.changeId},"bids":[${levels('bids')}],"asks":[${levels('asks')}]}`;
  }

  function ticker(market: MarketState, nowMs: number): string {
    const { terms, mark } = market;
    const [bid, ask] = [market.levels('bids')[0], market.levels('asks')[0]];
    const index = indexes.get(terms.symbol.startsWith('ETH') ? 'ETH-USD' : 'BTC-USD');
    const pricing = `{"d":"0.5","t":"-2.1","g":"0.0005","v":"3.9","i":"0.52","r":"1.1","f":"3001.5","m":"${mark}","df":"1","bi":"0.51","ai":"0.53"}`;
    const own =
      terms.kind === 'option' ? `"option_pricing":${pricing},"f":null` : `"option_pricing":null,"f":"0.0000125"`;
    return `{"timestamp":${nowMs},"instrument_ticker":{"t":${nowMs},"A":"${ask?.[1]}","a":"${ask?.[0]}","B":"${bid?.[1]}","b":"${bid?.[0]}",${own},"I":"${index}","M":"${mark}","stats":{"c":"1","v":"2","pr":"0","n":3,"oi":"500"},"minp":"1","maxp":"999999"}}`;
  }

  /** Each stands there for the maker and for the taker. */
  function trade({ terms }: MarketState, made: MadeTrade): readonly string[] {
    return (['maker', 'taker'] as const).map((role) => {
      const direction = made.buy === (role === 'taker') ? 'buy' : 'sell';
      return `{"trade_id":"${made.id}","instrument_name":"${terms.symbol}","timestamp":${made.atMs},"trade_price":"${made.price}","trade_amount":"${made.size}","mark_price":"${made.price}","index_price":"3000","direction":"${direction}","liquidity_role":"${role}","quote_id":null}`;
    });
  }

  /** What the account does: each change of an order, each fill, and the position after it on its channel. */
  function act(random: () => number, nowMs: number): readonly VenueMessage[] {
    randomNow = random;
    const isOwn = (id: string): boolean => connections.get(id)!.loggedIn;
    const say = (channel: string, row: string): readonly VenueMessage[] =>
      tell(`${DERIVE_SUBACCOUNT}.${channel}`, 'private', `[${row}]`, isOwn);
    return account
      .act(nowMs, ({ name }) => marketOf(name).middle)
      .flatMap(({ fill, order }) => {
        const said = say('orders', deriveOrder(order, DERIVE_SUBACCOUNT));
        if (fill === undefined) return said;
        const { name } = order.market;
        const { size, startPosition: before } = fill;
        const after = before + (order.isBuy ? size : -size);
        const balance = `{"name":"${name}","new_balance":"${after}","previous_balance":"${before}","update_type":"trade","time":${nowMs}}`;
        return [...said, ...say('trades', deriveFill(fill, DERIVE_SUBACCOUNT)), ...say('balances', balance)];
      });
  }

  function instrument({ terms }: MarketState): string {
    const own =
      terms.kind === 'option'
        ? '"option_details":{"index":"ETH-USD","expiry":1830240000,"strike":"3000","option_type":"C","settlement_price":null}'
        : '"perp_details":{"index":"ETH-USD","max_rate_per_hour":"0.004","min_rate_per_hour":"-0.004","static_interest_rate":"0.0000125","aggregate_funding":"0","funding_rate":"0"},"option_details":null';
    return `{"instrument_name":"${terms.symbol}","instrument_type":"${terms.kind}","is_active":true,"tick_size":"0.01","minimum_amount":"1","maximum_amount":"1000","amount_step":"1","mark_price_fee_rate_cap":"0.125","maker_fee_rate":"0.0003","taker_fee_rate":"0.0006","base_fee":"0.5","base_currency":"${terms.symbol.split('-')[0]}","quote_currency":"USD","scheduled_activation":1700000000,"scheduled_deactivation":9223372036854775807,"base_asset_address":"0x0","base_asset_sub_id":"0",${own}}`;
  }

  function subaccount(): string {
    const held = [...account.positions].map(
      ([symbol, { size }]) =>
        `{"instrument_name":"${symbol}","instrument_type":"perp","amount":"${size}","average_price":"3000","mark_price":"${marketOf(symbol).mark}","liquidation_price":null,"unrealized_pnl":"0","leverage":"2"}`,
    );
    const orders = account.open.map((order) => deriveOrder(order, DERIVE_SUBACCOUNT));
    return `{"subaccount_id":${DERIVE_SUBACCOUNT},"currency":"all","margin_type":"SM","subaccount_value":"100000","initial_margin":"90000","maintenance_margin":"95000","collaterals":[{"asset_name":"USDC","asset_type":"erc20","amount":"100000"}],"positions":[${held.join()}],"open_orders":[${orders.join()}]}`;
  }

  function result(method: string, params: Readonly<Record<string, unknown>>, nowMs: number): string | undefined {
    switch (method) {
      case 'public/login':
        return `[${DERIVE_SUBACCOUNT}]`;
      case 'subscribe': {
        const channels = params['channels'] as readonly string[];
        return `{"status":{${channels.map((channel) => `"${channel}":"ok"`).join()}},"current_subscriptions":${JSON.stringify(channels)}}`;
      }
      case 'unsubscribe':
        return '{"status":{},"remaining_subscriptions":[]}';
      case 'public/get_instruments':
        return `[${markets
          .filter(
            ({ terms }) =>
              terms.kind === params['instrument_type'] && terms.symbol.startsWith(`${String(params['currency'])}-`),
          )
          .map(instrument)
          .join()}]`;
      case 'public/get_trade_history': {
        const market = marketOf(params['instrument_name']);
        const [from, to] = [Number(params['from_timestamp'] ?? 0), Number(params['to_timestamp'] ?? Infinity)];
        const [size, page] = [Number(params['page_size'] ?? PAGE_ROWS), Number(params['page'] ?? 1)];
        const list = market.trades.filter(({ atMs }) => atMs >= from && atMs <= to);
        const first = list[Math.max(0, list.length - Math.floor(size / 2))];
        if (!told.has(market.terms.id) && first !== undefined) {
          told.set(market.terms.id, market.trades.indexOf(first));
        }
        const rows = list.toReversed().flatMap((made) => trade(market, made));
        const pages = Math.ceil(rows.length / size);
        return `{"trades":[${rows.slice((page - 1) * size, page * size).join()}],"pagination":{"num_pages":${pages},"count":${rows.length}}}`;
      }
      case 'public/get_latest_signed_feeds':
        return `{"spot_data":{},"vol_data":{}}`;
      case 'public/get_funding_rate_history':
        return `{"funding_rate_history":[{"timestamp":${nowMs - (nowMs % 3_600_000)},"funding_rate":"0.0000125"}]}`;
      case 'private/get_subaccount':
        return subaccount();
      case 'private/get_trade_history': {
        const [from, size] = [Number(params['from_timestamp'] ?? 0), Number(params['page_size'] ?? PAGE_ROWS)];
        const list = account.fills.filter(({ atMs }) => atMs >= from).toReversed();
        const page = Number(params['page'] ?? 1);
        const rows = list.slice((page - 1) * size, page * size).map((one) => deriveFill(one, DERIVE_SUBACCOUNT));
        const pages = Math.ceil(list.length / size);
        return `{"subaccount_id":${DERIVE_SUBACCOUNT},"trades":[${rows.join()}],"pagination":{"num_pages":${pages},"count":${list.length}}}`;
      }
      default:
        return undefined;
    }
  }

  return {
    venue: 'derive',
    connected: (id) => void connections.set(id, { channels: new Set(), loggedIn: false }),
    closed: (id) => void connections.delete(id),
    hear(id, text, nowMs) {
      const { id: requestId, method = '', params = {} } = JSON.parse(text) as Request;
      const connection = connections.get(id)!;
      const reply = (body: string): VenueMessage => ({
        connection: id,
        text: `{"id":${JSON.stringify(requestId)},${body}}`,
        kind: 'listing',
        channel: method,
      });
      if (method.startsWith('private/') && !connection.loggedIn) {
        return [reply('"error":{"code":-32000,"message":"Unauthorized"}')];
      }
      const found = result(method, params, nowMs);
      if (found === undefined) return [reply('"error":{"code":-32601,"message":"Method not found"}')];
      if (method === 'public/login') connection.loggedIn = true;
      const answers = [reply(`"result":${found}`)];
      if (method !== 'subscribe') return answers;
      const opened = (params['channels'] as readonly string[]).flatMap((channel): readonly VenueMessage[] => {
        connection.channels.add(channel);
        const [kind, symbol] = channel.split('.');
        const market = marketOf(symbol);
        const isOwn = (other: string): boolean => other === id;
        if (kind === 'orderbook') return tell(channel, 'book', book(market, nowMs), isOwn);
        if (kind === 'ticker_slim') return tell(channel, 'mark', ticker(market, nowMs), isOwn);
        if (kind === 'trades' && !told.has(market.terms.id)) told.set(market.terms.id, market.trades.length);
        return [];
      });
      return [...answers, ...opened];
    },
    next(random, nowMs) {
      const market = markets[Math.floor(random() * markets.length)]!;
      const { symbol, id } = market.terms;
      const what = random();
      if (what < 0.5) {
        market.changeBook(random);
        market.changeId++;
        return tell(`orderbook.${symbol}.1.20`, 'book', book(market, nowMs));
      }
      if (what < 0.7) {
        market.markAnew(random);
        return tell(`ticker_slim.${symbol}.1000`, 'mark', ticker(market, nowMs));
      }
      if (what < 0.85) {
        const made = market.trade(random, nowMs);
        return tell(`trades.${symbol}`, 'trades', `[${trade(market, made).join()}]`, undefined, [`${id}|${made.id}`]);
      }
      if (what < 0.95) {
        const currency = CURRENCIES[Math.floor(random() * CURRENCIES.length)]!;
        const price = spotOf(currency);
        indexes.set(`${currency}-USD`, price);
        const data = `{"timestamp":${nowMs},"feeds":{"${currency}":{"price":"${price}","confidence":"1","price_prev_daily":"${price}"}}}`;
        return tell(`spot_feed.${currency}`, 'index', data);
      }
      return act(random, nowMs);
    },
    spoilBook: ({ text }) => text.replace('"bids":[', '"bids":[["999999","7"],'),
    shiftTime: ({ text }, byMs) => shiftTimes(text, ['timestamp', 't'], byMs),
    truth: () =>
      truthOf(
        markets,
        told,
        indexes,
        new Map(
          // Of what was never traded the venue says nothing.
          markets
            .filter(({ terms }) => account.fills.some(({ order }) => order.market.name === terms.symbol))
            .map(({ terms: { id, symbol } }) => [
              `${accountId}|${id}`,
              String(account.positions.get(symbol)?.size ?? 0),
            ]),
        ),
      ),
    accountTruth: () => ({
      orders: new Map(
        [...account.orders.values()].map(({ filled, number, status }) => [
          deriveOrderId(number),
          { open: status === 'open', filledSize: String(filled) },
        ]),
      ),
      fills: account.fills.map(({ number }) => deriveFillId(number)),
      balances: new Map([['USDC', '100000']]),
    }),
  };
}
