import { drawer, kindOf, START_MS, ticks, type VenueFrames } from './frameDraw.ts';

const NAMES = ['ETH-PERP', 'BTC-PERP', 'ETH-20261225-3500-C', 'BTC-20261225-90000-P'];
const LEVELS = 20;

/** Books come whole to their depth, and numbers as text. */
export function deriveFrames(count: number): VenueFrames {
  const draw = drawer(11);
  let publishId = 50_000;
  let trade = 0;
  const messages = Array.from({ length: count }, (_, place) => {
    const name = NAMES[draw(NAMES.length)]!;
    const timeMs = START_MS + place * 3;
    const middle = name.startsWith('BTC') ? 900_000 : 35_000;
    const kind = kindOf(place);
    if (kind === 'book') return book(name, timeMs, middle, ++publishId, draw);
    return kind === 'ticker' ? ticker(name, timeMs, middle, draw) : trades(name, timeMs, middle, ++trade, draw);
  });
  return { opening: [], messages };
}

function notification(channel: string, data: string): string {
  return `{"method":"subscription","params":{"channel":"${channel}","data":${data}}}`;
}

function book(
  name: string,
  timeMs: number,
  middle: number,
  publishId: number,
  draw: (below: number) => number,
): string {
  const side = (sign: number): string =>
    Array.from(
      { length: LEVELS },
      (_, at) => `["${ticks(middle + sign * (at + 1), 10, 1)}","${ticks(1 + draw(90_000), 1_000, 3)}"]`,
    ).join(',');
  const data = `{"timestamp":${timeMs},"instrument_name":"${name}","publish_id":${publishId},"bids":[${side(-1)}],"asks":[${side(1)}]}`;
  return notification(`orderbook.${name}.1.20`, data);
}

function ticker(name: string, timeMs: number, middle: number, draw: (below: number) => number): string {
  const at = (offset: number): string => ticks(middle * 10 + offset, 100, 2);
  const isOption = name.split('-').length === 4;
  const vol = (): string => `0.${50_000 + draw(40_000)}`;
  const greeks = `{"ai":"${vol()}","bi":"${vol()}","d":"0.91357","df":"0.999","f":"${at(21)}","g":"0.000${41_725 + draw(99)}","i":"${vol()}","m":"${at(3)}","r":"12.46802","t":"-0.81357","v":"0.52468"}`;
  const data = `{"A":"${ticks(draw(900), 10, 1)}","B":"${ticks(draw(900), 10, 1)}","I":"${at(7)}","M":"${at(3)}","a":"${at(9)}","b":"${at(-9)}","f":${isOption ? 'null' : `"0.0000${13_000 + draw(900)}"`},"maxp":"${at(9_000)}","minp":"${at(-9_000)}","option_pricing":${isOption ? greeks : 'null'},"stats":{"c":"${draw(999)}.1","v":"${draw(99_999)}","oi":"4100.${draw(900)}","h":"${at(400)}","l":"${at(-400)}","p":"0.01"},"t":${timeMs}}`;
  return notification(`ticker_slim.${name}.1000`, `{"timestamp":${timeMs},"instrument_ticker":${data}}`);
}

function trades(name: string, timeMs: number, middle: number, count: number, draw: (below: number) => number): string {
  const one = (role: string, side: string): string =>
    `{"trade_id":"5f0c33c1-76b4-4f25-8c07-${count.toString().padStart(12, '0')}","instrument_name":"${name}","timestamp":${timeMs},"trade_price":"${ticks(middle, 10, 1)}","trade_amount":"${ticks(1 + (count % 900), 100, 2)}","mark_price":"${ticks(middle * 10 + 3, 100, 2)}","index_price":"${ticks(middle * 10 + 7, 100, 2)}","direction":"${side}","quote_id":null,"liquidity_role":"${role}","wallet":"0x1f9840a85d5af5bf1d1762f925bdaddc4201f984","subaccount_id":30769,"tx_status":"settled","tx_hash":"0x57e5a5db3f06d6f2eb4fc8a5bd5a3e56f0d4ea1c02f3e4de5d3a58f6b5d3c${(100 + draw(899)).toString()}"}`;
  const [kind, asset] = [name.endsWith('PERP') ? 'perp' : 'option', name.slice(0, 3)];
  return notification(`trades.${kind}.${asset}`, `[${one('maker', 'sell')},${one('taker', 'buy')}]`);
}
