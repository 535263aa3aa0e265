import { TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isoTimeAt } from '../rawJson/isoTimeAt.js';
import { knownTexts } from '../rawJson/knownText.js';
import { LIST_NODE, NOWHERE, NULL_NODE, OBJECT_NODE, type RawIndex, TEXT_NODE } from '../rawJson/rawIndex.js';
import type { MarkedLevel } from './levelBook.js';
import { readBookChanges, readLevelChanges } from './readBooks.js';
import {
  type MarketTrade,
  readMarketChanges,
  readOraclePrice,
  readTrades,
  sayTrades,
  type TradesRead,
  wasForced,
} from './readMarkets.js';
import type { DydxMessage } from './venueMessage.js';

const KEY = knownTexts(
  'asks',
  'bids',
  'createdAt',
  'effectiveAt',
  'id',
  'oraclePrice',
  'oraclePrices',
  'price',
  'side',
  'size',
  'trades',
  'type',
);
const SIDE = knownTexts('BUY', 'SELL');

/*
 * The three kinds of changes of a market from where they stand in a message. Whatever isn't as it nearly always is goes the way of
 * all other messages, whole, so that the two take the same and say the same.
 */

export function readIndexedBook(
  message: DydxMessage,
  ticker: string,
  index: RawIndex,
  contents: number,
  messageId: number,
): void {
  const changes = indexedLevelChanges(index, contents, messageId);
  if (changes === undefined) readBookChanges(message, ticker, [index.object(contents)], messageId);
  else readLevelChanges(message, ticker, changes, messageId);
}

function indexedLevelChanges(index: RawIndex, node: number, setBy: number): readonly MarkedLevel[] | undefined {
  const changes: MarkedLevel[] = [];
  const isRead =
    readSide(index, index.memberOf(node, KEY.bids), 'bids', setBy, changes) &&
    readSide(index, index.memberOf(node, KEY.asks), 'asks', setBy, changes);
  return isRead ? changes : undefined;
}

function readSide(
  index: RawIndex,
  list: number,
  side: 'bids' | 'asks',
  setBy: number,
  changes: MarkedLevel[],
): boolean {
  if (list === NOWHERE) return true;
  const { decimal, kinds, nexts } = index;
  if (kinds[list] !== LIST_NODE) return false;
  const end = nexts[list]!;
  for (let at = list + 1; at < end; at = nexts[at]!) {
    const [price, size] = [at + 1, at + 2];
    if (kinds[at] !== LIST_NODE || nexts[at] !== at + 3) return false;
    if (!index.readAmount(price) || decimal.isZero) return false;
    const priceText = index.slice(price);
    const priceNumber = decimal.double();
    if (Number.isNaN(priceNumber) || !index.readAmount(size)) return false;
    changes.push({ side, priceNumber, said: { price: priceText, size: index.slice(size) }, setBy });
  }
  return true;
}

const JUST_TRADED: TradesRead = { whole: false };

export function readIndexedTrades(message: DydxMessage, ticker: string, index: RawIndex, contents: number): void {
  const trades = indexedTrades(index, contents);
  if (trades === undefined) readTrades(message, ticker, index.object(contents), JUST_TRADED);
  else sayTrades(message, ticker, trades, JUST_TRADED);
}

function indexedTrades(index: RawIndex, node: number): MarketTrade[] | undefined {
  const list = index.memberOf(node, KEY.trades);
  if (list === NOWHERE || index.kinds[list] !== LIST_NODE) return undefined;
  const trades: MarketTrade[] = [];
  const end = index.nexts[list]!;
  for (let at = list + 1; at < end; at = index.nexts[at]!) {
    const trade = index.kinds[at] === OBJECT_NODE ? indexedTrade(index, at) : undefined;
    if (trade === undefined) return undefined;
    trades.push(trade);
  }
  return trades;
}

function indexedTrade(index: RawIndex, node: number): MarketTrade | undefined {
  const tradeId = textOf(index, index.memberOf(node, KEY.id));
  const price = index.memberOf(node, KEY.price);
  const size = index.memberOf(node, KEY.size);
  const side = sideOf(index, index.memberOf(node, KEY.side));
  const observedAtUs = timeOf(index, index.memberOf(node, KEY.createdAt));
  if (tradeId === '' || price === NOWHERE || size === NOWHERE || observedAtUs < 0) return undefined;
  if (side === TradeSide.TRADE_SIDE_UNSPECIFIED) return undefined;
  if (!index.readAmount(price) || index.decimal.isZero || !index.readAmount(size)) return undefined;
  const type = index.memberOf(node, KEY.type);
  if (type !== NOWHERE && index.kinds[type] !== TEXT_NODE && index.kinds[type] !== NULL_NODE) return undefined;
  return {
    tradeId,
    price: index.slice(price),
    size: index.slice(size),
    side,
    liquidation: wasForced(textOf(index, type)),
    observedAtUs: BigInt(observedAtUs),
  };
}

function sideOf(index: RawIndex, node: number): TradeSide {
  if (node === NOWHERE) return TradeSide.TRADE_SIDE_UNSPECIFIED;
  if (index.isText(node, SIDE.BUY)) return TradeSide.TRADE_SIDE_BUY;
  return index.isText(node, SIDE.SELL) ? TradeSide.TRADE_SIDE_SELL : TradeSide.TRADE_SIDE_UNSPECIFIED;
}

/** Empty for what is no text. */
function textOf(index: RawIndex, node: number): string {
  return node !== NOWHERE && index.kinds[node] === TEXT_NODE ? index.slice(node) : '';
}

/** -1 for what is no time. */
function timeOf(index: RawIndex, node: number): number {
  if (node === NOWHERE || index.kinds[node] !== TEXT_NODE) return -1;
  return isoTimeAt(index.bytes, index.starts[node]!, index.ends[node]!);
}

/** Prices of oracles; changes of terms are rare. */
export function readIndexedMarkets(message: DydxMessage, index: RawIndex, node: number): void {
  const prices = index.memberOf(node, KEY.oraclePrices);
  const isOfPrices = prices === node + 1 && index.nexts[prices] === index.nexts[node];
  const changes = isOfPrices && index.kinds[prices] === OBJECT_NODE ? indexedPrices(index, prices) : undefined;
  if (changes === undefined) return readMarketChanges(message, index.object(node));
  for (const { oraclePrice, observedAtUs, ticker } of changes) {
    readOraclePrice(message, ticker, oraclePrice, observedAtUs);
  }
}

interface OraclePrice {
  readonly ticker: string;
  readonly oraclePrice: string;
  readonly observedAtUs: bigint;
}

/** A name that is a number: as a key of an object it stands before all others, wherever it was written. */
const COUNT = /^[0-9]+$/;

function indexedPrices(index: RawIndex, prices: number): readonly OraclePrice[] | undefined {
  const changes: OraclePrice[] = [];
  const end = index.nexts[prices]!;
  for (let at = prices + 1; at < end; at = index.nexts[at]!) {
    if (index.kinds[at] !== OBJECT_NODE) return undefined;
    const price = index.memberOf(at, KEY.oraclePrice);
    const micros = timeOf(index, index.memberOf(at, KEY.effectiveAt));
    if (price === NOWHERE || micros < 0 || !index.readAmount(price) || index.decimal.isZero) return undefined;
    const ticker = index.key(at);
    if (COUNT.test(ticker)) return undefined;
    changes.push({ ticker, oraclePrice: index.slice(price), observedAtUs: BigInt(micros) });
  }
  return changes;
}
