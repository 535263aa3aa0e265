import { event } from '@gimbal/contracts';
import { TradeObserved, TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isRawList, isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { jsonRpcRequest } from '../jsonRpcRequest.js';
import { remember } from '../sessionMemory.js';
import { TRADES_ASKED_MAX } from '../venueLimits.js';
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
  list: readonly RawJson[],
): void {
  const trades: { readonly trade: TradeObserved; readonly sequence: bigint; readonly symbol: string }[] = [];
  const withLegs = list.flatMap((raw) => {
    const legs = isRawObject(raw) ? raw['legs'] : undefined;
    return isRawList(legs) ? [raw, ...legs] : [raw];
  });
  for (const raw of withLegs) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected a trade, was ${shownRaw(raw)}.`);
    const trade = tradeOf(session, draft, subject, raw);
    if (trade === 'refused') return;
    if (trade === undefined) continue;
    const symbol = new RawFields(raw).text('instrument_name');
    trades.push({ trade, sequence: BigInt(trade.sequence), symbol });
  }
  trades.sort((a, b) => compare(a.trade.observedAtUs, b.trade.observedAtUs) || compare(a.sequence, b.sequence));
  for (const { trade, sequence, symbol } of trades) {
    draft.market(event(TradeObserved, trade), trade.observedAtUs);
    fillHole(session, draft, symbol, sequence);
  }
}

/** Asks for the trades between the last one and this one; the hole itself is said when this one is admitted. */
function fillHole({ tradeCounts }: DeribitSession, draft: ReadingDraft, symbol: string, sequence: bigint): void {
  const last = tradeCounts.get(symbol);
  if (last !== undefined && sequence <= last) return;
  if (!remember(tradeCounts, symbol, sequence) || last === undefined || sequence === last + 1n) return;
  draft.reply(tradesBetween(symbol, last + 1n, sequence - 1n));
}

/** An answer has so many trades at most: those that are missing after the newest of it are asked for next. */
export function askForRest(draft: ReadingDraft, params: ReadonlyMap<string, string>, list: readonly RawJson[]): void {
  const [symbol, end] = [params.get('instrument_name'), params.get('end_seq')];
  if (symbol === undefined || end === undefined || list.length < TRADES_ASKED_MAX) return;
  const counts = list.map((raw) => BigInt(new RawFields(isRawObject(raw) ? raw : {}).count('trade_seq')));
  const newest = counts.reduce((a, b) => (a > b ? a : b), 0n);
  if (COUNT.test(end) && newest < BigInt(end)) draft.reply(tradesBetween(symbol, newest + 1n, BigInt(end)));
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
  raw: RawObject,
): TradeObserved | 'refused' | undefined {
  const fields = new RawFields(raw);
  const symbol = fields.text('instrument_name');
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
