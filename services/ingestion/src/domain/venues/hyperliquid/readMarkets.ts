import { event } from '@gimbal/contracts';
import { MarginMarketObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type BookLevel, TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import { describeStandingFailure, readMarginMarket, writeMarginData } from '@gimbal/margin';
import { FUTURE_TOLERANCE_US } from '../../../limits.js';
import { crossedBook } from '../crossedBook.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { BOOK_LEVELS_SAID_MAX } from '../venueLimits.js';
import { bookFact, indexFact, perpFact, tradeFact } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { coinInstrument } from './coinInstrument.js';
import type { HyperliquidMessage } from './venueMessage.js';

/** Funding is paid each hour, on the oracle price (Hyperliquid Docs: Funding). */
export const FUNDING_INTERVAL_SECONDS = 3600;
export const FUNDING_BASE = 'oracle';

export function readL2Book(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  // The venue answers null for a coin that it doesn't know.
  if (data === null) return void message.problems.push({ kind: 'venue', subject: 'l2Book', detail: 'No such coin.' });
  const book = fields.object(data, 'data');
  const levels = fields.list(book['levels'], 'levels');
  if (levels.length !== 2) fields.fail('levels', 'two sides', book['levels']);
  const coin = coinOf(book);
  sayBook(message, 'l2Book', book, levelsOf(message, coin, levels[0]), levelsOf(message, coin, levels[1]));
}

export function readBbo(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const book = fields.object(data, 'data');
  const sides = fields.list(book['bbo'], 'bbo');
  if (sides.length > 2) fields.fail('bbo', 'at most two levels', book['bbo']);
  const [bid, ask] = sides.map((side) => (side === null ? [] : [levelOf(message, coinOf(book), side)]));
  sayBook(message, 'bbo', book, bid ?? [], ask ?? []);
}

/** That it is one is seen where the book is said. */
function coinOf({ coin }: RawObject): string {
  return typeof coin === 'string' ? coin : '';
}

function levelsOf(message: HyperliquidMessage, coin: string, side: RawJson | undefined): readonly BookLevel[] {
  return message.fields.list(side, 'levels').map((level) => levelOf(message, coin, level));
}

function levelOf(message: HyperliquidMessage, coin: string, value: RawJson): BookLevel {
  const { fields } = message;
  const level = fields.object(value, 'level');
  return { price: priceOf(message, coin, level, 'px'), size: fields.amount(level, 'sz') };
}

/** Above 0 of a perpetual. An outcome (`#12`, `+12`) or a pair that didn't come to anything is worth nothing. */
export function priceOf({ fields }: HyperliquidMessage, coin: string, row: RawObject, name: string): string {
  return /^[#+@]|\//.test(coin) ? fields.amount(row, name) : fields.price(row, name);
}

function sayBook(
  message: HyperliquidMessage,
  channel: string,
  book: RawObject,
  bids: readonly BookLevel[],
  asks: readonly BookLevel[],
): void {
  const { fields, session, source } = message;
  const coin = fields.text(book, 'coin');
  // An answer without a time is as old as its receipt.
  const isTimed = book['time'] !== undefined;
  const observedAtUs = isTimed ? fields.epochMs(book, 'time') : message.receivedAtUs;
  if (fields.failure !== undefined) return;
  const key = `${channel}:${coin}`;
  const millis = Number(observedAtUs / 1000n);
  const last = session.bookTimes.get(key);
  if (isTimed && last !== undefined && millis < last) {
    message.problems.push({ kind: 'late', subject: key, detail: `Expected a time from ${last} on, was ${millis}.` });
    return;
  }
  // One of the future is quarantined, and doesn't make those of the present late.
  const isPossible = observedAtUs <= message.receivedAtUs + FUTURE_TOLERANCE_US;
  if (isTimed && isPossible) message.changes.push(() => remember(session.bookTimes, key, millis));
  message.problems.push(...crossedBook(key, bids, asks));
  const instrumentId = coinInstrument(message, coin);
  if (instrumentId === undefined) return;
  const shown = { bids: bids.slice(0, BOOK_LEVELS_SAID_MAX), asks: asks.slice(0, BOOK_LEVELS_SAID_MAX) };
  message.observations.push(bookFact(source, { instrumentId, ...shown, observedAtUs }));
}

export function readTrades(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields, source } = message;
  for (const value of fields.list(data, 'data')) {
    const trade = fields.object(value, 'trade');
    const coin = fields.text(trade, 'coin');
    const said = {
      tradeId: trade['tid'] === undefined ? olderTradeId(message, trade) : fields.whole(trade, 'tid'),
      price: priceOf(message, coin, trade, 'px'),
      size: fields.amount(trade, 'sz'),
      side: sideOf(message, trade),
      observedAtUs: fields.epochMs(trade, 'time'),
    };
    const instrumentId = coinInstrument(message, coin);
    if (instrumentId !== undefined) message.observations.push(tradeFact(source, { instrumentId, ...said }));
  }
}

/** Trades of 2023 have no id of their own: the taker's transaction, the price and the size name them. */
function olderTradeId({ fields }: HyperliquidMessage, trade: RawObject): string {
  return `${fields.text(trade, 'hash')}/${fields.price(trade, 'px')}/${fields.amount(trade, 'sz')}`;
}

/** B buys (bid), A sells (ask): of a trade the taker's. */
export function sideOf({ fields }: HyperliquidMessage, object: RawObject): TradeSide {
  const { side } = object;
  if (side === 'B') return TradeSide.TRADE_SIDE_BUY;
  if (side === 'A') return TradeSide.TRADE_SIDE_SELL;
  fields.fail('side', 'A or B', side);
  return TradeSide.TRADE_SIDE_UNSPECIFIED;
}

/** Over the socket in `mids`, over REST bare. */
export function readAllMids(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields, source, receivedAtUs: observedAtUs } = message;
  const outer = fields.object(data, 'data');
  const mids = outer['mids'] === undefined ? outer : fields.object(outer['mids'], 'mids');
  for (const coin of Object.keys(mids)) {
    const price = priceOf(message, coin, mids, coin);
    if (coinInstrument(message, coin) === undefined) continue;
    message.observations.push(indexFact(source, { index: `${coin} mid`, asset: coin, price, observedAtUs }));
  }
}

export function readActiveAssetCtx(message: HyperliquidMessage, data: RawJson | undefined): void {
  const outer = message.fields.object(data, 'data');
  sayContext(message, message.fields.text(outer, 'coin'), outer['ctx']);
}

export function readActiveSpotAssetCtx(message: HyperliquidMessage, data: RawJson | undefined): void {
  coinInstrument(message, message.fields.text(message.fields.object(data, 'data'), 'coin'));
}

export function readSpotAssetCtxs(message: HyperliquidMessage, data: RawJson | undefined): void {
  for (const value of message.fields.list(data, 'data')) {
    coinInstrument(message, message.fields.text(message.fields.object(value, 'context'), 'coin'));
  }
}

/** `{dex, ctxs}`: the contexts of one exchange. */
export function readAssetCtxs(message: HyperliquidMessage, data: RawJson | undefined): void {
  const outer = message.fields.object(data, 'data');
  readContexts(message, message.fields.optionalText(outer, 'dex'), outer['ctxs']);
}

/** `{ctxs: [[dex, contexts], …]}`. */
export function readAllDexsAssetCtxs(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  for (const value of fields.list(fields.object(data, 'data')['ctxs'], 'ctxs')) {
    const [dex, contexts] = fields.list(value, 'ctxs');
    if (typeof dex === 'string') readContexts(message, dex, contexts);
    else fields.fail('ctxs', 'the name of an exchange', dex);
  }
}

/** Contexts stand in the order of the universe: without it nobody knows whose they are. */
export function readContexts(message: HyperliquidMessage, dex: string, value: RawJson | undefined): void {
  const { fields, session } = message;
  const contexts = fields.list(value, 'contexts');
  const universe = session.universes.get(dex);
  if (universe?.length === contexts.length) {
    for (const [index, context] of contexts.entries()) sayContext(message, universe[index]!, context);
    if (dex === '') sayMarks(message, universe, contexts);
    return;
  }
  const found = universe === undefined ? 'no universe' : `one of ${universe.length}`;
  const detail = `Expected a universe of ${contexts.length} coins before their contexts, was ${found}.`;
  message.problems.push({ kind: 'gap', subject: `contexts of "${dex}"`, detail });
}

/** The marks of all coins for the margin engine, which takes a market whole. */
function sayMarks(message: HyperliquidMessage, universe: readonly string[], contexts: readonly RawJson[]): void {
  const { fields, observations, options, receivedAtUs: observedAtUs, source } = message;
  const { deployment } = options;
  if (deployment === undefined || fields.failure !== undefined) return;
  const marks = universe.flatMap((coin, index): readonly (readonly [string, number])[] => {
    const { markPx } = fields.object(contexts[index], 'ctx');
    return markPx === undefined || hasNoPrice(markPx) ? [] : [[coin, Number(markPx)]];
  });
  const market = readMarginMarket('hyperliquid', JSON.stringify({ marksUsd: Object.fromEntries(marks) }));
  if (!market.ok) return fields.fail('contexts', 'a market', describeStandingFailure(market.failure));
  const marketJson = writeMarginData(market.value);
  const said = event(MarginMarketObserved, { feed: source.feed, deployment, marketJson, observedAtUs });
  observations.push({ topic: 'protocol', key: deployment, event: said, observedAtUs });
}

function sayContext(message: HyperliquidMessage, coin: string, value: RawJson | undefined): void {
  const { fields, source, receivedAtUs: observedAtUs } = message;
  const context = fields.object(value, 'ctx');
  if (context['funding'] === undefined && context['circulatingSupply'] !== undefined) {
    coinInstrument(message, coin);
    return;
  }
  // What was delisted keeps its place in the list, and may have no price any more.
  if (hasNoPrice(context['markPx']) || hasNoPrice(context['oraclePx'])) return;
  const said = {
    markPrice: fields.price(context, 'markPx'),
    indexPrice: fields.price(context, 'oraclePx'),
    fundingRate: fields.decimal(context, 'funding'),
    fundingIntervalSeconds: FUNDING_INTERVAL_SECONDS,
    fundingBase: FUNDING_BASE,
    openInterest: fields.amount(context, 'openInterest'),
  };
  const instrumentId = coinInstrument(message, coin);
  if (instrumentId === undefined) return;
  message.observations.push(perpFact(source, { instrumentId, ...said, observedAtUs }));
}

function hasNoPrice(value: RawJson | undefined): boolean {
  return value === null || (typeof value === 'string' && /^0(?:\.0+)?$/.test(value));
}
