import { drawer, kindOf, START_MS, ticks, type VenueFrames } from './frameDraw.ts';

const COINS = ['BTC', 'ETH', 'SOL', 'HYPE', 'kPEPE', 'ARB'];
const LEVELS = 20;

/** Books come whole, twenty levels a side, and decimals as text. */
export function hyperliquidFrames(count: number): VenueFrames {
  const draw = drawer(13);
  let tid = 118_906_512_037_719;
  const messages = Array.from({ length: count }, (_, place) => {
    const coin = COINS[draw(COINS.length)]!;
    const timeMs = START_MS + place * 3;
    const middle = coin === 'BTC' ? 1_012_340 : 39_000;
    const kind = kindOf(place);
    if (kind === 'book') return book(coin, timeMs, middle, draw);
    if (kind === 'ticker') return context(coin, middle, draw);
    return `{"channel":"trades","data":[${Array.from({ length: 1 + draw(3) }, () => trade(coin, timeMs, middle, ++tid, draw)).join(',')}]}`;
  });
  return { opening: [], messages };
}

function book(coin: string, timeMs: number, middle: number, draw: (below: number) => number): string {
  const side = (sign: number): string =>
    Array.from(
      { length: LEVELS },
      (_, at) =>
        `{"px":"${ticks(middle + sign * (at + 1), 10, 1)}","sz":"${ticks(1 + draw(900_000), 10_000, 4)}","n":${1 + draw(20)}}`,
    ).join(',');
  return `{"channel":"l2Book","data":{"coin":"${coin}","time":${timeMs},"levels":[[${side(-1)}],[${side(1)}]]}}`;
}

function context(coin: string, middle: number, draw: (below: number) => number): string {
  const at = (offset: number): string => ticks(middle + offset, 10, 1);
  return `{"channel":"activeAssetCtx","data":{"coin":"${coin}","ctx":{"funding":"0.0000${10_000 + draw(9_000)}","openInterest":"${ticks(100_000_000 + draw(900_000), 10_000, 4)}","prevDayPx":"${at(-300)}","dayNtlVlm":"1169046.${29_406 + draw(900)}","premium":"0.000${31_774 + draw(900)}","oraclePx":"${at(draw(9))}","markPx":"${at(draw(9))}","midPx":"${at(0)}","impactPxs":["${at(-2)}","${at(2)}"],"dayBaseVlm":"${draw(900_000)}.${draw(900)}"}}}`;
}

function trade(coin: string, timeMs: number, middle: number, tid: number, draw: (below: number) => number): string {
  const hash = `0x${(1_000_000_000 + draw(2_000_000_000)).toString(16).padStart(64, 'a3')}`;
  return `{"coin":"${coin}","side":"${draw(2) === 0 ? 'A' : 'B'}","px":"${ticks(middle + draw(5), 10, 1)}","sz":"${ticks(1 + draw(900_000), 10_000, 4)}","time":${timeMs},"hash":"${hash}","tid":${tid},"users":["0x31ca8395cf837de08b24da3f660e77761dfb974b","0x010461c14e146ac35fe42271bdc1134ee31c703a"]}`;
}
