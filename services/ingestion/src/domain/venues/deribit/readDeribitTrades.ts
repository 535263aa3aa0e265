import { event } from '@gimbal/contracts';
import { TradeObserved, TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import { fieldsOf, RawFields, type RawItem, shownItem } from '../rawJson/rawFields.js';
import type { ReadingDraft } from '../readingDraft.js';
import { jsonRpcRequest } from '../jsonRpcRequest.js';
import { remember } from '../sessionMemory.js';
import { TRADES_ASKED_MAX, TRADES_OF_HOLE_MAX } from '../venueLimits.js';
import { percentAsFraction } from './percentAsFraction.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';

/**
 * `trades.…` and the answers of `get_last_trades_by_…`, oldest first whatever their order. The legs of a combination are
 * trades of their own instruments, under the ids that they have there.
 */
export function readDeribitTrades(
  session: DeribitSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawItem[],
): void {
  const trades: { readonly trade: TradeObserved; readonly sequence: bigint; readonly symbol: string }[] = [];
  for (const item of withLegs(list)) {
    const fields = fieldsOf(item);
    if (fields === undefined) return draft.problem('refused', subject, `Expected a trade, was ${shownItem(item)}.`);
    const symbol = fields.name('instrument_name');
    const trade = tradeOf(session, draft, subject, fields, symbol);
    if (trade === 'refused') return;
    if (trade !== undefined) trades.push({ trade, sequence: BigInt(trade.sequence), symbol });
  }
  if (trades.length > 1) {
    trades.sort((a, b) => compare(a.trade.observedAtUs, b.trade.observedAtUs) || compare(a.sequence, b.sequence));
  }
  for (const { trade, sequence, symbol } of trades) {
    draft.market(event(TradeObserved, trade), trade.observedAtUs);
    fillHole(session, draft, symbol, sequence);
  }
}

function withLegs(list: readonly RawItem[]): readonly RawItem[] {
  const items: RawItem[] = [];
  for (const item of list) {
    items.push(item);
    const legs = fieldsOf(item)?.items('legs');
    for (const leg of legs ?? []) items.push(leg);
  }
  return items;
}

/**
 * Asks for the trades between the last one and this one, the newest of them where they are too many; the hole itself is said when this one
 * is admitted, and what isn't told stays one.
 */
function fillHole({ tradeCounts }: DeribitSession, draft: ReadingDraft, symbol: string, sequence: bigint): void {
  const last = tradeCounts.get(symbol);
  if (last !== undefined && sequence <= last) return;
  if (!remember(tradeCounts, symbol, sequence) || last === undefined || sequence === last + 1n) return;
  const askedFrom = sequence - BigInt(TRADES_OF_HOLE_MAX);
  draft.reply(tradesBetween(symbol, last + 1n > askedFrom ? last + 1n : askedFrom, sequence - 1n));
}

/** An answer has so many trades at most: those that are missing after the newest of it are asked for next. */
export function askForRest(draft: ReadingDraft, params: ReadonlyMap<string, string>, list: readonly RawItem[]): void {
  const [symbol, start, end] = ['instrument_name', 'start_seq', 'end_seq'].map((name) => params.get(name));
  if (symbol === undefined || end === undefined || list.length < TRADES_ASKED_MAX) return;
  const counts = list.map((item) => BigInt((fieldsOf(item) ?? new RawFields({})).count('trade_seq')));
  const newest = counts.reduce((a, b) => (a > b ? a : b), 0n);
  if (!COUNT.test(end) || newest >= BigInt(end)) return;
  // A full answer of different counts comes as far at least; what comes less far could be asked for without end.
  if (start === undefined || !COUNT.test(start) || newest < BigInt(start) + BigInt(TRADES_ASKED_MAX) - 1n) return;
  draft.reply(tradesBetween(symbol, newest + 1n, BigInt(end)));
}

const COUNT = /^[0-9]{1,18}$/;

/** Oldest first, so that an answer that is full says where to go on. */
function tradesBetween(symbol: string, from: bigint, to: bigint): string {
  return jsonRpcRequest('public/get_last_trades_by_instrument', {
    instrument_name: symbol,
    start_seq: Number(from),
    end_seq: Number(to),
    count: TRADES_ASKED_MAX,
    sorting: 'asc',
  });
}

function tradeOf(
  session: DeribitSession,
  draft: ReadingDraft,
  subject: string,
  fields: RawFields,
  symbol: string,
): TradeObserved | 'refused' | undefined {
  const observedAtUs = fields.millisUs('timestamp');
  const side = fields.word('direction', ['buy', 'sell']);
  const trade = {
    tradeId: fields.text('trade_id'),
    price: fields.decimal('price'),
    size: fields.amount('amount'),
    side: side === 'buy' ? TradeSide.TRADE_SIDE_BUY : TradeSide.TRADE_SIDE_SELL,
    // M: the maker was liquidated, T: the taker, MT: both.
    liquidation: fields.optionalText('liquidation') !== '',
    vol: percentAsFraction(fields.optionalDecimal('iv')),
    indexPrice: fields.optionalDecimal('index_price'),
    markPrice: fields.optionalDecimal('mark_price'),
    sequence: fields.count('trade_seq'),
  };
  if (fields.failure !== undefined) {
    draft.problem('refused', subject, fields.failure);
    return 'refused';
  }
  const instrument = instrumentOf(session, draft, symbol, observedAtUs);
  if (instrument === undefined) return undefined;
  return { feed: draft.feed, venue: 'deribit', instrumentId: instrument.id, ...trade, observedAtUs };
}

function compare(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
