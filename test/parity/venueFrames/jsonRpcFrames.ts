import { jsonSlices } from './jsonSlices.ts';
import type { Unwrapped, VenueDocument, VenueFrame } from './venueFrame.ts';

/** Words of a file's name that say how it came or what it is about, and not which method. */
const ABOUT = /^(?:http|ws|get|post|list|response|result|snapshot|public|private|rest|sample|full|all|\d+)$/;
/** What stands behind a method's name and still leaves it that method. */
const SUBJECT =
  /^(?:currency|instrument|option|options|future|futures|perpetual|perp|spot|combo|with|tags|historical|any|flat|grouped|cross|margin|inverse|linear|btc|eth|sol|xrp|usd|usdc|usdt|call|put|[0-9].*)$/;

/** Methods that files are called after in other words, or whose answers another's name begins with. */
const DERIBIT_NAMES: ReadonlyMap<string, string> = new Map([
  ['server_time', 'public/get_time'],
  ['time', 'public/get_time'],
  ['trades_currency', 'public/get_last_trades_by_currency'],
  ['trades_instrument', 'public/get_last_trades_by_instrument'],
  ['last_trades', 'public/get_last_trades_by_instrument'],
  ['book_summary', 'public/get_book_summary_by_currency'],
  ['book_summary_instrument', 'public/get_book_summary_by_instrument'],
  ['ticker', 'public/ticker'],
  ['option_tickers', 'public/ticker'],
  ['tickers', 'public/ticker'],
  ['test', 'public/test'],
  ['status', 'public/status'],
  ['combo_ids', 'public/get_combo_ids'],
  ['combo_details', 'public/get_combo_details'],
  ['combos', 'public/get_combos'],
  ['announcements', 'public/get_announcements'],
  ['apr_history', 'public/get_apr_history'],
  ['block_rfq_trades', 'public/get_block_rfq_trades'],
  ['contract_size', 'public/get_contract_size'],
  ['currencies', 'public/get_currencies'],
  ['delivery_prices', 'public/get_delivery_prices'],
  ['funding_chart', 'public/get_funding_chart_data'],
  ['funding_rate_value', 'public/get_funding_rate_value'],
  ['historical_volatility', 'public/get_historical_volatility'],
  ['index_chart_data', 'public/get_index_chart_data'],
  ['index_price_names', 'public/get_index_price_names'],
  ['supported_index_names', 'public/get_supported_index_names'],
  ['settlements_currency', 'public/get_last_settlements_by_currency'],
  ['settlements_instrument', 'public/get_last_settlements_by_instrument'],
  ['trade_volumes', 'public/get_trade_volumes'],
  ['tradingview_chart', 'public/get_tradingview_chart_data'],
  ['volatility_index', 'public/get_volatility_index_data'],
]);

/** Deribit's JSON-RPC: as it came, or an answer's `result` alone, whose method its file's name has to say. */
export function deribitFrames({ name, path, text, request }: VenueDocument, kinds: ReadonlySet<string>): Unwrapped {
  const { kind, parts } = jsonSlices(text);
  if (parts.has('method') && !parts.has('result')) {
    return parts.get('method') === '"subscription"' || parts.get('method') === '"heartbeat"'
      ? [{ kind: notificationKind(parts), raw: text }]
      : { notFrames: 'a request' };
  }
  if (parts.has('error') && (parts.has('jsonrpc') || parts.has('id'))) return [{ kind: 'error', raw: text }];
  const named = parts.has('result') ? askedMethod(parts.get('id')) : undefined;
  if (named !== undefined) return [{ kind: named, raw: text }];
  const method = askedMethod(request) ?? methodOfName(name, kinds);
  const isAnswer = parts.has('result') && (parts.has('jsonrpc') || parts.has('id'));
  const result = isAnswer ? parts.get('result')! : text;
  if (isAnswer && (name.startsWith('ws') || method === undefined)) return [{ kind: undefined, raw: text }];
  if (method === 'public/ticker' && kind === 'object' && !parts.has('instrument_name') && !isAnswer) {
    return [...parts.values()].map((ticker) => answer(method, '', ticker));
  }
  if (method === undefined) return [{ kind: undefined, raw: `{"jsonrpc":"2.0","id":1,"result":${result}}` }];
  if (method === 'public/get_funding_rate_history') {
    const instrument = /[A-Z]{2,8}(?:_[A-Z]{3,5})?-PERPETUAL/i.exec(path)?.[0]?.toUpperCase() ?? 'BTC-PERPETUAL';
    return [
      { ...answer(method, `?instrument_name=${instrument}`, result), assumed: `the request named ${instrument}` },
    ];
  }
  if (method === 'public/get_index_price') {
    const index = /[a-z]{2,8}_usd[a-z]?/.exec(name)?.[0] ?? 'btc_usd';
    return [{ ...answer(method, `?index_name=${index}`, result), assumed: `the request named ${index}` }];
  }
  const rest = [...parts].filter(([key]) => isAnswer && ['usIn', 'usOut'].includes(key));
  return [answer(method, '', result, rest)];
}

function answer(
  method: string,
  query: string,
  result: string,
  rest: readonly (readonly [string, string])[] = [],
): VenueFrame {
  const more = rest.map(([key, value]) => `,"${key}":${value}`).join('');
  return { kind: method, raw: `{"jsonrpc":"2.0","id":"${method}${query}","result":${result}${more}}` };
}

function notificationKind(parts: ReadonlyMap<string, string>): string {
  if (parts.get('method') === '"heartbeat"') return 'heartbeat';
  const channel = jsonSlices(parts.get('params') ?? '{}').parts.get('channel') ?? '""';
  const words = channel.slice(1, -1).split('.');
  if (words[0] === 'book') return words.length > 3 ? 'book_grouped' : 'book';
  if (/^(?:user|markprice|instrument|chart|block_rfq)$/.test(words[0]!)) return `${words[0]}.${words[1] ?? ''}`;
  return words[0]!;
}

function askedMethod(request: string | undefined): string | undefined {
  if (request === undefined) return undefined;
  return /(?:public|private)\/[a-z_]+/.exec(request)?.[0];
}

/** `http_get_last_trades_perpetual` is `last_trades` with a subject behind it. */
function methodOfName(name: string, kinds: ReadonlySet<string>): string | undefined {
  const words = name.split(/[_-]/).filter((word) => word !== '');
  while (words.length > 1 && ABOUT.test(words[0]!)) words.shift();
  for (let length = words.length; length > 0; length -= 1) {
    if (!words.slice(length).every((word) => SUBJECT.test(word))) return undefined;
    const called = words.slice(0, length).join('_');
    const named = DERIBIT_NAMES.get(called);
    if (named !== undefined) return named;
    for (const scope of ['public', 'private']) {
      for (const method of [`${scope}/get_${called}`, `${scope}/${called}`]) if (kinds.has(method)) return method;
    }
  }
  return undefined;
}

/** Derive's JSON-RPC: as it came, or the data of a channel or the result of an answer alone. */
export function deriveFrames({ name, path, text, request }: VenueDocument): Unwrapped {
  const { kind, parts } = jsonSlices(text);
  if (/(?:^|_)(?:params|request)(?:_|$)/.test(name)) return { notFrames: 'a request' };
  if (parts.has('params')) {
    const channel = jsonSlices(parts.get('params')!).parts.get('channel');
    return channel === undefined
      ? { notFrames: 'a request' }
      : [{ kind: deriveChannelKind(channel.slice(1, -1)), raw: text }];
  }
  if (parts.has('error') && parts.has('id')) return [{ kind: 'error', raw: text }];
  const method = askedMethod(request);
  if (parts.has('result')) {
    const named = askedMethod(parts.get('id')) ?? /^"(?:un)?subscribe"$/.exec(parts.get('id') ?? '')?.[0].slice(1, -1);
    if (named !== undefined) return [{ kind: named, raw: text }];
    if (method !== undefined) return [answer(method, '', parts.get('result')!)];
    // It names no instrument, which the path may.
    const isFunding = jsonSlices(parts.get('result')!).parts.has('funding_rate_history');
    return isFunding ? deriveFrames({ name, path, text: parts.get('result')! }) : [{ kind: undefined, raw: text }];
  }
  if (method !== undefined) return [answer(method, '', text)];
  if (name.startsWith('ws')) return [channelFrame(name, path, text, parts)];
  if (parts.has('funding_rate_history')) {
    const instrument = instrumentOf(path);
    return [
      {
        ...answer('public/get_funding_rate_history', `?instrument_name=${instrument}`, text),
        assumed: `the request named ${instrument}`,
      },
    ];
  }
  if (/candle/.test(name)) return [answer('public/get_tradingview_chart_data', '', text)];
  if (kind === 'object' && parts.has('trade_id')) {
    const isPrivate = parts.has('order_id');
    return isPrivate
      ? [answer('private/get_trade_history', '', `{"subaccount_id":${parts.get('subaccount_id')},"trades":[${text}]}`)]
      : [answer('public/get_trade_history', '', `{"trades":[${text}]}`)];
  }
  if (kind === 'object' && parts.has('liquidation_price') && parts.has('instrument_name')) {
    return [answer('private/get_positions', '', `{"positions":[${text}],"subaccount_id":1}`)];
  }
  return [{ kind: undefined, raw: `{"id":1,"result":${text}}` }];
}

function deriveChannelKind(channel: string): string {
  const [first = '', second = ''] = channel.split('.');
  return /^[0-9]+$/.test(first) ? `subaccount.${second}` : first;
}

function channelFrame(name: string, path: string, data: string, parts: ReadonlyMap<string, string>): VenueFrame {
  const said =
    parts.get('instrument_name') ?? jsonSlices(parts.get('instrument_ticker') ?? '{}').parts.get('instrument_name');
  const instrument = said === undefined ? instrumentOf(path) : said.slice(1, -1);
  const assumed = said === undefined ? { assumed: `the channel named ${instrument}` } : {};
  const channel = /orderbook|book/.test(name)
    ? `orderbook.${instrument}.1.10`
    : parts.has('instrument_ticker')
      ? `ticker_slim.${instrument}.1000`
      : /ticker/.test(name)
        ? `ticker.${instrument}.1000`
        : /spot_?feed/.test(name)
          ? `spot_feed.${instrument.split('-')[0]}`
          : parts.has('order_id')
            ? '1.trades'
            : `trades.${instrument}`;
  const raw = `{"method":"subscription","params":{"channel":"${channel}","data":${data}}}`;
  return { kind: deriveChannelKind(channel), raw, ...assumed };
}

/** The instrument that a path is about, where no field says it: of what kind by its folder, of which currency by its name. */
function instrumentOf(path: string): string {
  const currency = (/(?:^|[_/.-])(eth|btc|sol|hype|doge|xrp)(?=[_/.-]|$)/i.exec(path)?.[1] ?? 'eth').toUpperCase();
  if (/option|call|put/i.test(path)) return `${currency}-20261225-3000-${/put/i.test(path) ? 'P' : 'C'}`;
  return /spot|erc20/i.test(path) ? `${currency}-USDC` : `${currency}-PERP`;
}
