import { drawer, kindOf, START_MS, ticks, type VenueFrames } from './frameDraw.ts';

const TICKERS = ['BTC-USD', 'ETH-USD', 'SOL-USD', 'AVAX-USD'];
const SNAPSHOT_LEVELS = 60;
const CONNECTION = '"connection_id":"2b7a0d4e-8c1c-44c6-9a5e-1f6f3a0f7b11"';

/** One numbering over all channels; books change level by level. */
export function dydxFrames(count: number): VenueFrames {
  const draw = drawer(17);
  let messageId = 0;
  const opening = [
    `{"type":"connected",${CONNECTION},"message_id":${messageId}}`,
    markets(++messageId),
    ...TICKERS.map((ticker) => snapshot(ticker, ++messageId)),
    ...TICKERS.map((ticker) => subscribedTrades(ticker, ++messageId)),
  ];
  let tradeId = 1_000_000;
  const messages = Array.from({ length: count }, (_, place) => {
    const ticker = TICKERS[draw(TICKERS.length)]!;
    const kind = kindOf(place);
    const time = new Date(START_MS + 2_010 + place * 3).toISOString();
    messageId++;
    if (kind === 'book') return channel('v4_orderbook', ticker, messageId, changes(ticker, draw));
    if (kind === 'ticker') return oracle(ticker, time, messageId, draw);
    const list = Array.from({ length: 1 + draw(2) }, () => trade(ticker, time, ++tradeId, draw)).join(',');
    return channel('v4_trades', ticker, messageId, `{"trades":[${list}]}`);
  });
  return { opening, messages };
}

function middleOf(ticker: string): number {
  return ticker === 'BTC-USD' ? 1_012_340 : 39_000;
}

function markets(messageId: number): string {
  const one = (ticker: string, place: number): string =>
    `"${ticker}":{"clobPairId":"${place}","ticker":"${ticker}","status":"ACTIVE","oraclePrice":"${ticks(middleOf(ticker), 10, 4)}","priceChange24H":"12.5","volume24H":"392187.1","trades24H":67980,"nextFundingRate":"0.00001051666666666667","initialMarginFraction":"0.05","maintenanceMarginFraction":"0.03","openInterest":"15398.406","atomicResolution":-9,"quantumConversionExponent":-9,"tickSize":"0.1","stepSize":"0.001"}`;
  return `{"type":"subscribed",${CONNECTION},"message_id":${messageId},"channel":"v4_markets","contents":{"markets":{${TICKERS.map(one).join(',')}}}}`;
}

function snapshot(ticker: string, messageId: number): string {
  const side = (sign: number): string =>
    Array.from(
      { length: SNAPSHOT_LEVELS },
      (_, at) =>
        `{"price":"${ticks(middleOf(ticker) + sign * (at + 1), 10, 1)}","size":"${ticks(1_000 + at, 1_000, 3)}"}`,
    ).join(',');
  return `{"type":"subscribed",${CONNECTION},"message_id":${messageId},"channel":"v4_orderbook","id":"${ticker}","contents":{"bids":[${side(-1)}],"asks":[${side(1)}]}}`;
}

function subscribedTrades(ticker: string, messageId: number): string {
  return `{"type":"subscribed",${CONNECTION},"message_id":${messageId},"channel":"v4_trades","id":"${ticker}","contents":{"trades":[]}}`;
}

function channel(name: string, ticker: string, messageId: number, contents: string): string {
  return `{"type":"channel_data",${CONNECTION},"message_id":${messageId},"id":"${ticker}","channel":"${name}","version":"1.0.0","contents":${contents}}`;
}

function changes(ticker: string, draw: (below: number) => number): string {
  const side = (sign: number): string => {
    const level = `["${ticks(middleOf(ticker) + sign * (1 + draw(SNAPSHOT_LEVELS)), 10, 1)}","${draw(8) === 0 ? '0' : ticks(1 + draw(90_000), 1_000, 3)}"]`;
    return level;
  };
  const both = draw(4) === 0;
  if (both) return `{"bids":[${side(-1)}],"asks":[${side(1)}]}`;
  return draw(2) === 0 ? `{"bids":[${side(-1)}]}` : `{"asks":[${side(1)}]}`;
}

function oracle(ticker: string, time: string, messageId: number, draw: (below: number) => number): string {
  const contents = `{"oraclePrices":{"${ticker}":{"oraclePrice":"${ticks(middleOf(ticker) * 1_000 + draw(9_000), 10_000, 4)}","effectiveAt":"${time}","effectiveAtHeight":"${23_455_252 + messageId}","marketId":1}}}`;
  return `{"type":"channel_data",${CONNECTION},"message_id":${messageId},"channel":"v4_markets","version":"1.0.0","contents":${contents}}`;
}

function trade(ticker: string, time: string, id: number, draw: (below: number) => number): string {
  const side = draw(2) === 0 ? 'BUY' : 'SELL';
  return `{"id":"${id.toString(16).padStart(24, '0')}","size":"${ticks(1 + draw(9_000), 1_000, 3)}","price":"${ticks(middleOf(ticker), 10, 1)}","side":"${side}","createdAt":"${time}","createdAtHeight":"${23_455_252 + id}","type":"LIMIT"}`;
}
