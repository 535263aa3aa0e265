import { TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import { inTime } from '../inTime.js';
import { isRawObject } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { SNAPSHOT_ITEMS_MAX } from '../exactLimits.js';
import { remember } from '../sessionMemory.js';
import { fundingFact, indexFact, instrumentFact, perpFact, tradeFact } from '../venueFacts.js';
import { missedTradesQuestion } from './missedTrades.js';
import { haveSameTerms, type MarketState, withChange, withOraclePrice } from './marketState.js';
import type { DydxLastTrade } from './sessionState.js';
import { type DydxMessage, marketInstrument } from './venueMessage.js';

/** Funding is settled each hour on the oracle price, and the indexer's rates are for that hour (dYdX Documentation: Funding). */
const FUNDING_INTERVAL_SECONDS = 3600;
const FUNDING_BASE = 'oracle';
/** Such trades were forced upon one side. */
const FORCED: ReadonlySet<string> = new Set(['LIQUIDATED', 'DELEVERAGED']);

export interface TradesRead {
  /** The newest trades of a subscription or an answer, newest first; otherwise what was just traded. */
  readonly whole: boolean;
}

/** `{trades}`; each has its own id. */
export function readTrades(message: DydxMessage, ticker: string, contents: RawObject, read: TradesRead): void {
  sayTrades(message, ticker, tradesOf(message, contents), read);
}

export function tradesOf(message: DydxMessage, contents: RawObject): readonly MarketTrade[] {
  const { fields } = message;
  return fields.list(contents['trades'], 'trades').map((value): MarketTrade => {
    const trade = fields.object(value, 'trade');
    return {
      tradeId: trade['id'] === undefined ? olderTradeId(message, trade) : fields.text(trade, 'id'),
      price: fields.price(trade, 'price'),
      size: fields.amount(trade, 'size'),
      side: sideOf(message, trade),
      liquidation: wasForced(fields.optionalText(trade, 'type')),
      observedAtUs: fields.isoTime(trade, 'createdAt'),
    };
  });
}

export interface MarketTrade {
  readonly tradeId: string;
  readonly price: string;
  readonly size: string;
  readonly side: TradeSide;
  readonly liquidation: boolean;
  readonly observedAtUs: bigint;
}

export function wasForced(type: string): boolean {
  return FORCED.has(type);
}

export function sayTrades(
  message: DydxMessage,
  ticker: string,
  trades: readonly MarketTrade[],
  read: TradesRead,
): void {
  const instrumentId = marketInstrument(message, ticker);
  // What is refused shows no hole either.
  if (instrumentId === undefined || message.fields.failure !== undefined) return;
  // Of what is repeated the newest; of what was just traded everything.
  const told = sayInTime(message, instrumentId, read.whole ? trades.slice(0, SNAPSHOT_ITEMS_MAX) : trades);
  // The first connection of a process knows no last trade: what the log knows has to join.
  if (read.whole && !message.session.lastTrades.has(ticker)) message.joining.push(instrumentId);
  noteLastTrade(message, ticker, told, read.whole);
}

/** Says trades oldest first, and gives them back so. */
export function sayInTime(
  { observations, source }: DydxMessage,
  instrumentId: string,
  trades: readonly MarketTrade[],
): readonly MarketTrade[] {
  const told = inTime(trades);
  for (const trade of told) observations.push(tradeFact(source, { instrumentId, ...trade }));
  return told;
}

/**
 * Trades aren't counted, but the newest ones that a subscription begins with have the last one of the connection before among them,
 * unless more were missed. Those are asked for over REST.
 */
function noteLastTrade(message: DydxMessage, ticker: string, told: readonly DydxLastTrade[], whole: boolean): void {
  const { session } = message;
  const [oldest, newest] = [told[0], told.at(-1)];
  if (oldest === undefined || newest === undefined) return;
  const last = session.lastTrades.get(ticker);
  if (last !== undefined && whole && oldest.observedAtUs > last.observedAtUs) {
    const detail = `Expected trades from ${last.tradeId} (${last.observedAtUs} µs) on, began with ${oldest.tradeId} (${oldest.observedAtUs} µs).`;
    message.problems.push({ kind: 'gap', subject: `v4_trades/${ticker}`, detail });
    const [afterUs, untilUs] = [last.observedAtUs, oldest.observedAtUs];
    message.replies.push(missedTradesQuestion(ticker, { afterUs, untilUs, passed: [] }));
  }
  if (last !== undefined && newest.observedAtUs < last.observedAtUs) return;
  const { tradeId, observedAtUs } = newest;
  message.changes.push(() => remember(session.lastTrades, ticker, { tradeId, observedAtUs }));
}

/** Trades of the first testnet have no id: block, price and size name them. */
function olderTradeId({ fields }: DydxMessage, trade: RawObject): string {
  return `${fields.whole(trade, 'createdAtHeight')}/${fields.price(trade, 'price')}/${fields.amount(trade, 'size')}`;
}

export function sideOf({ fields }: DydxMessage, object: RawObject): TradeSide {
  const { side } = object;
  if (side === 'BUY') return TradeSide.TRADE_SIDE_BUY;
  if (side === 'SELL') return TradeSide.TRADE_SIDE_SELL;
  fields.fail('side', 'BUY or SELL', side);
  return TradeSide.TRADE_SIDE_UNSPECIFIED;
}

/** `{markets: {TICKER: market}}`: all of them, whole. */
export function readMarkets(message: DydxMessage, contents: RawObject): void {
  const { fields } = message;
  for (const [ticker, value] of Object.entries(fields.object(contents['markets'], 'markets'))) {
    readMarketChange(message, ticker, fields.object(value, 'market'), message.receivedAtUs);
  }
}

/** Once for each market that the message changed, however often it did: two states of one moment would be one too many. */
export function sayChangedMarkets(message: DydxMessage): void {
  message.markets?.forEach((ticker, market) => {
    if (market.tickSize !== undefined && !isOfPriceAlone(message, ticker, market)) {
      sayInstrument(message, ticker, market);
    }
    sayPerp(message, ticker, market);
  });
}

/** Whether all but the oracle's price is what it was when its terms were said. */
function isOfPriceAlone({ session }: DydxMessage, ticker: string, market: MarketState): boolean {
  const known = session.markets.get(ticker);
  return known !== undefined && haveSameTerms(known, market) && session.specified.has(ticker);
}

/** `{trading: {TICKER: changes}}` and `{oraclePrices: {TICKER: {oraclePrice, effectiveAt}}}`. */
export function readMarketChanges(message: DydxMessage, contents: RawObject): void {
  const { fields } = message;
  const { trading, oraclePrices } = contents;
  if (trading !== undefined) {
    for (const [ticker, value] of Object.entries(fields.object(trading, 'trading'))) {
      readMarketChange(message, ticker, fields.object(value, 'market'), message.receivedAtUs);
    }
  }
  if (oraclePrices === undefined) return;
  for (const [ticker, value] of Object.entries(fields.object(oraclePrices, 'oraclePrices'))) {
    const oracle = fields.object(value, 'oraclePrice');
    const observedAtUs = fields.isoTime(oracle, 'effectiveAt');
    const { oraclePrice = null } = oracle;
    readMarketChange(message, ticker, { oraclePrice }, observedAtUs);
  }
}

/** Joins what changed with what is known, from which the contract and the perpetual are said once the message was read. */
export function readMarketChange(message: DydxMessage, ticker: string, change: RawObject, observedAtUs: bigint): void {
  const { oraclePrice } = change;
  if (oraclePrice !== undefined && !hasNoPrice(oraclePrice)) {
    sayIndex(message, ticker, message.fields.price(change, 'oraclePrice'), observedAtUs);
  }
  message.changeMarket(ticker, withChange(message.marketOf(ticker), change));
}

/** The same of the commonest change, whose price is known to be one. */
export function readOraclePrice(message: DydxMessage, ticker: string, price: string, observedAtUs: bigint): void {
  sayIndex(message, ticker, price, observedAtUs);
  message.changeMarket(ticker, withOraclePrice(message.marketOf(ticker), price));
}

function sayIndex({ observations, source }: DydxMessage, ticker: string, price: string, observedAtUs: bigint): void {
  const asset = ticker.slice(0, ticker.lastIndexOf('-'));
  observations.push(indexFact(source, { index: ticker, asset, price, observedAtUs }));
}

/** A market whose oracle has no price yet, or none any more. */
function hasNoPrice(value: RawJson | undefined): boolean {
  return value === null || (typeof value === 'string' && /^(?:0(?:\.0+)?)?$/.test(value));
}

function sayInstrument(message: DydxMessage, ticker: string, market: MarketState): void {
  const { fields, observations, receivedAtUs: observedAtUs, session, source } = message;
  const said = {
    tickSize: fields.priceValue(market.tickSize, 'tickSize'),
    lotSize: fields.priceValue(market.stepSize, 'stepSize'),
    maxLeverage: leverageOf(fields.optionalDecimalValue(market.initialMarginFraction, 'initialMarginFraction')),
    active: fields.textValue(market.status, 'status') === 'ACTIVE',
  };
  if (fields.failure !== undefined) return;
  const known = `${said.tickSize}|${said.lotSize}|${said.maxLeverage}|${said.active}`;
  if (session.specified.get(ticker) === known) return;
  const instrumentId = marketInstrument(message, ticker);
  if (instrumentId === undefined) return;
  message.changes.push(() => remember(session.specified, ticker, known));
  const underlyingAsset = ticker.slice(0, ticker.lastIndexOf('-'));
  observations.push(
    instrumentFact(source, {
      instrumentId,
      symbol: ticker,
      ...said,
      minimumSize: said.lotSize,
      contractSize: '1',
      settlementAsset: 'USDC',
      quoteAsset: 'USD',
      underlyingAsset,
      observedAtUs,
    }),
  );
}

/** One over the initial margin fraction, where that is a whole number; the venue doesn't say leverage itself. */
function leverageOf(initialMarginFraction: string): string {
  const leverage = 1 / Number(initialMarginFraction);
  const whole = Math.round(leverage);
  return Number.isFinite(leverage) && Math.abs(leverage - whole) < 1e-9 ? whole.toString() : '';
}

/** As of its receipt: its parts come at times of their own, of which the venue names the oracle's alone. */
function sayPerp(message: DydxMessage, ticker: string, market: MarketState): void {
  const { fields, observations, receivedAtUs: observedAtUs, source } = message;
  const { nextFundingRate, openInterest, oraclePrice } = market;
  if (hasNoPrice(oraclePrice)) return;
  if (oraclePrice === undefined || nextFundingRate === undefined || openInterest === undefined) {
    const subject = `v4_markets/${ticker}`;
    message.problems.push({ kind: 'gap', subject, detail: 'Expected the market before what changed of it.' });
    return;
  }
  // The venue margins and settles by its oracle, and has no other mark.
  const price = fields.priceValue(oraclePrice, 'oraclePrice');
  const said = {
    markPrice: price,
    indexPrice: price,
    fundingRate: fields.decimalValue(nextFundingRate, 'nextFundingRate'),
    fundingIntervalSeconds: FUNDING_INTERVAL_SECONDS,
    fundingBase: FUNDING_BASE,
    openInterest: fields.amountValue(openInterest, 'openInterest'),
  };
  const instrumentId = marketInstrument(message, ticker);
  if (instrumentId !== undefined) observations.push(perpFact(source, { instrumentId, ...said, observedAtUs }));
}

/** `{historicalFunding: [{ticker, rate, price, effectiveAt}]}`. */
export function readHistoricalFunding(message: DydxMessage, contents: RawObject): void {
  const { fields, observations, source } = message;
  for (const value of fields.list(contents['historicalFunding'], 'historicalFunding')) {
    const row: RawObject = isRawObject(value) ? value : fields.object(value as RawJson, 'funding');
    const said = {
      rate: fields.decimal(row, 'rate'),
      intervalSeconds: FUNDING_INTERVAL_SECONDS,
      base: FUNDING_BASE,
      basePrice: hasNoPrice(row['price']) ? '' : fields.price(row, 'price'),
      observedAtUs: fields.isoTime(row, 'effectiveAt'),
    };
    const instrumentId = marketInstrument(message, fields.text(row, 'ticker'));
    if (instrumentId !== undefined) observations.push(fundingFact(source, { instrumentId, ...said }));
  }
}
