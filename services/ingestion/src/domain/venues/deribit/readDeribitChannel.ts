import { isRawList, isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import type { DeribitKind } from './capabilities.js';
import type { DeribitSession } from './deribitSession.js';
import { readDeribitPortfolios } from './readDeribitAccount.js';
import { readDeribitBook, readDeribitGroupedBook, readDeribitQuote } from './readDeribitBook.js';
import {
  readDeribitExpirationPrice,
  readDeribitOptionMarks,
  readDeribitPerpetual,
  readDeribitPriceIndex,
  readDeribitVolatilityIndex,
} from './readDeribitIndexes.js';
import { readDeribitInstrumentState } from './readDeribitInstruments.js';
import { readDeribitFills, readDeribitOrders } from './readDeribitOrders.js';
import { readDeribitPositions } from './readDeribitPositions.js';
import { readDeribitIncrementalTicker, readDeribitTicker } from './readDeribitTicker.js';
import { readDeribitTrades } from './readDeribitTrades.js';

type Reader = (session: DeribitSession, draft: ReadingDraft, channel: string, fields: RawFields) => void;

/** Channels whose data is one object about the market. */
const MARKET_READERS: ReadonlyMap<string, Reader> = new Map<DeribitKind, Reader>([
  ['book', readDeribitBook],
  ['book_grouped', readDeribitGroupedBook],
  ['quote', readDeribitQuote],
  ['ticker', readDeribitTicker],
  ['incremental_ticker', readDeribitIncrementalTicker],
  ['deribit_price_index', readDeribitPriceIndex],
  ['deribit_volatility_index', readDeribitVolatilityIndex],
  ['estimated_expiration_price', readDeribitExpirationPrice],
  ['perpetual', readDeribitPerpetual],
  ['instrument.state', readDeribitInstrumentState],
]);

/** Kinds whose name has two parts. */
const TWO_PARTS: ReadonlySet<string> = new Set(['user', 'markprice', 'instrument', 'chart', 'block_rfq']);

/** The kind of a channel: book.BTC-PERPETUAL.none.10.100ms is a grouped book, user.portfolio.btc is user.portfolio. */
export function deribitChannelKind(channel: string): string {
  const point = channel.indexOf('.');
  const first = point < 0 ? channel : channel.slice(0, point);
  if (first === 'book') {
    const second = channel.indexOf('.', point + 1);
    return second > 0 && channel.includes('.', second + 1) ? 'book_grouped' : 'book';
  }
  return TWO_PARTS.has(first) ? `${first}.${channel.split('.')[1] ?? ''}` : first;
}

/** Reads the `data` that stands in the parameters of a notification. */
export function readDeribitChannel(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  params: RawFields,
  accountId: string | undefined,
): void {
  const kind = deribitChannelKind(channel);
  const reader = MARKET_READERS.get(kind);
  if (reader !== undefined) {
    const fields = params.object('data');
    if (fields !== undefined) return reader(session, draft, channel, fields);
    return draft.problem('refused', channel, `Expected an object, was ${shownRaw(params.raw('data'))}.`);
  }
  if (kind === 'trades' || kind === 'markprice.options') {
    const list = params.items('data');
    if (list === undefined) {
      return draft.problem('refused', channel, `Expected a list, was ${shownRaw(params.raw('data'))}.`);
    }
    return kind === 'trades'
      ? readDeribitTrades(session, draft, channel, list)
      : readDeribitOptionMarks(session, draft, channel, list);
  }
  const read = PRIVATE_READERS.get(kind);
  if (read === undefined)
    return draft.problem('unsupported', kind, `Expected a channel that is taken, was ${channel}.`);
  if (accountId === undefined) return draft.problem('refused', channel, 'Expected an account of the feed, was none.');
  read(session, draft, channel, params.raw('data') ?? null, accountId);
}

type PrivateReader = (
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  data: RawJson,
  accountId: string,
) => void;

const PRIVATE_READERS: ReadonlyMap<string, PrivateReader> = new Map<DeribitKind, PrivateReader>([
  [
    'user.portfolio',
    (_session, draft, channel, data, accountId) =>
      readDeribitPortfolios(draft, accountId, channel, [data], draft.receivedAtUs),
  ],
  [
    'user.orders',
    (session, draft, channel, data, accountId) =>
      // Unaggregated, an order comes by itself; aggregated, orders come as a list.
      readDeribitOrders(session, draft, accountId, channel, isRawList(data) ? data : [data]),
  ],
  [
    'user.trades',
    (session, draft, channel, data, accountId) =>
      readDeribitFills(session, draft, accountId, channel, isRawList(data) ? data : [data]),
  ],
  ['user.changes', readChanges],
]);

function readChanges(
  session: DeribitSession,
  draft: ReadingDraft,
  channel: string,
  data: RawJson,
  accountId: string,
): void {
  if (!isRawObject(data)) return draft.problem('refused', channel, `Expected an object, was ${shownRaw(data)}.`);
  const fields = new RawFields(data);
  const [trades, orders, positions] = [fields.list('trades'), fields.list('orders'), fields.list('positions')];
  if (fields.failure !== undefined) return draft.problem('refused', channel, fields.failure);
  readDeribitOrders(session, draft, accountId, channel, orders);
  readDeribitFills(session, draft, accountId, channel, trades);
  readDeribitPositions(session, draft, accountId, channel, positions, { kind: 'changed' }, draft.receivedAtUs);
}
