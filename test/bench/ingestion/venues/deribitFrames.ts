import { drawer, kindOf, START_MS, ticks, type VenueFrames } from './frameDraw.ts';

const NAMES = [
  'BTC-PERPETUAL',
  'ETH-PERPETUAL',
  'BTC-26DEC25',
  'ETH-26DEC25',
  'ETH-26DEC25-4000-C',
  'BTC-26DEC25-100000-P',
];
const SNAPSHOT_LEVELS = 40;

interface Market {
  readonly name: string;
  readonly perUnit: number;
  readonly digits: number;
  readonly middle: number;
  changeId: number;
  tradeSeq: number;
}

/** Numbers stand bare in Deribit's JSON: the venue whose decimals a double would round. */
export function deribitFrames(count: number): VenueFrames {
  const draw = drawer(7);
  const markets = NAMES.map((name, place): Market => {
    const isOption = name.split('-').length === 4;
    const base = { name, changeId: 70_000_000_000 + place * 1_000_000, tradeSeq: 200_000_000 + place };
    return isOption
      ? { ...base, perUnit: 10_000, digits: 4, middle: 900 }
      : { ...base, perUnit: 2, digits: 1, middle: name.startsWith('BTC') ? 200_000 : 8_000 };
  });
  const opening = markets.map((market) => snapshot(market));
  const messages = Array.from({ length: count }, (_, place) => {
    const market = markets[draw(markets.length)]!;
    const kind = kindOf(place);
    const timeMs = START_MS + 1_000 + place * 3;
    if (kind === 'book') return change(market, timeMs, draw);
    return kind === 'ticker' ? ticker(market, timeMs, draw) : trades(market, timeMs, draw);
  });
  return { opening, messages };
}

function notification(channel: string, data: string): string {
  return `{"jsonrpc":"2.0","method":"subscription","params":{"channel":"${channel}","data":${data}}}`;
}

function price({ perUnit, digits }: Market, count: number): string {
  // The venue writes no zeros at the end, but one after the point.
  const text = ticks(count, perUnit, digits).replace(/0+$/, '');
  return text.endsWith('.') ? `${text}0` : text;
}

function snapshot(market: Market): string {
  const side = (sign: number): string =>
    Array.from(
      { length: SNAPSHOT_LEVELS },
      (_, at) => `["new",${price(market, market.middle + sign * (at + 1))},${(at + 1) * 120}.0]`,
    ).join(',');
  const data = `{"type":"snapshot","timestamp":${START_MS},"instrument_name":"${market.name}","change_id":${market.changeId},"bids":[${side(-1)}],"asks":[${side(1)}]}`;
  return notification(`book.${market.name}.100ms`, data);
}

function change(market: Market, timeMs: number, draw: (below: number) => number): string {
  const previous = market.changeId;
  market.changeId += 1 + draw(40);
  const side = (sign: number): string =>
    Array.from({ length: 1 + draw(6) }, () => {
      const at = price(market, market.middle + sign * (1 + draw(SNAPSHOT_LEVELS)));
      return draw(8) === 0 ? `["delete",${at},0.0]` : `["change",${at},${10 + draw(90_000)}.0]`;
    }).join(',');
  const data = `{"type":"change","timestamp":${timeMs},"prev_change_id":${previous},"instrument_name":"${market.name}","change_id":${market.changeId},"bids":[${side(-1)}],"asks":[${side(1)}]}`;
  return notification(`book.${market.name}.100ms`, data);
}

function ticker(market: Market, timeMs: number, draw: (below: number) => number): string {
  const { name, middle } = market;
  const at = (offset: number): string => price(market, middle + offset);
  const best = `"best_bid_price":${at(-1)},"best_bid_amount":${100 + draw(90_000)}.0,"best_ask_price":${at(1)},"best_ask_amount":${100 + draw(90_000)}.0`;
  const stats = `"stats":{"volume_usd":${1_000_000 + draw(1_000_000)}.0,"volume":${draw(9_000)}.${draw(9)}1,"price_change":-0.${draw(9)}3,"low":${at(-900)},"high":${at(900)}}`;
  const common = `"timestamp":${timeMs},"state":"open",${stats},"settlement_price":${at(-13)},"open_interest":${800_000 + draw(90_000)}.0,"min_price":${at(-600)},"max_price":${at(600)},"mark_price":${at(0)}${draw(9)},"last_price":${at(1)},"instrument_name":"${name}","index_price":${100_000 + draw(40)}.${draw(9)}7,"estimated_delivery_price":100010.57`;
  if (name.endsWith('PERPETUAL')) {
    const funding = `"interest_value":0.00${draw(900)}1,"funding_8h":0.0000${draw(900)}1,"current_funding":0.0000${draw(900)}3`;
    return notification(`ticker.${name}.100ms`, `{${common},${funding},${best}}`);
  }
  if (name.split('-').length < 4) return notification(`ticker.${name}.100ms`, `{${common},${best}}`);
  const greeks = `"greeks":{"vega":92.${draw(90_000)},"theta":-71.${draw(90_000)},"rho":18.${draw(90_000)},"gamma":0.0000${1 + draw(90)},"delta":0.4${draw(9_000)}1}`;
  const vols = `"underlying_price":100${draw(900)}.${draw(9)}1,"underlying_index":"SYN.${name}","mark_iv":5${draw(9)}.${draw(9)}7,"bid_iv":51.13,"ask_iv":53.2,"interest_rate":0.0`;
  return notification(`ticker.${name}.100ms`, `{${common},${vols},${greeks},${best}}`);
}

function trades(market: Market, timeMs: number, draw: (below: number) => number): string {
  const list = Array.from({ length: 1 + draw(3) }, (_, at) => {
    market.tradeSeq++;
    const shown = price(market, market.middle + at);
    return `{"timestamp":${timeMs},"price":${shown},"amount":${10 + draw(900)}.0,"direction":"${draw(2) === 0 ? 'buy' : 'sell'}","index_price":100010.${draw(9)}7,"instrument_name":"${market.name}","trade_seq":${market.tradeSeq},"mark_price":${price(market, market.middle)}${draw(9)},"tick_direction":${draw(4)},"trade_id":"${name(market)}${market.tradeSeq}","contracts":${10 + draw(90)}.0}`;
  });
  return notification(`trades.${market.name}.100ms`, `[${list.join(',')}]`);
}

function name(market: Market): string {
  return market.name.startsWith('ETH') ? 'ETH-' : '';
}
