import { event } from '@gimbal/contracts';
import { TradeObserved, TradeSide, VenueFillObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { inTime } from '../inTime.js';
import { fieldsOf, type RawFields, type RawItem, shownItem } from '../rawJson/rawFields.js';
import type { ReadingDraft } from '../readingDraft.js';
import { type DeriveSession, instrumentOf } from './deriveSession.js';
import { rowSource } from './subaccountSource.js';

/** `trades.…` and the answer of `public/get_trade_history`. */
export function readDeriveTrades(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawItem[],
): void {
  sayDeriveTrades(draft, deriveTradesOf(session, draft, subject, list) ?? []);
}

export function sayDeriveTrades(draft: ReadingDraft, trades: readonly TradeObserved[]): void {
  for (const trade of trades) draft.market(event(TradeObserved, trade), trade.observedAtUs);
}

/**
 * Trades, oldest first; undefined where one can't be read, which is said. Each stands there once for either side, under one
 * id: the side that is said is the taker's.
 */
export function deriveTradesOf(
  session: DeriveSession,
  draft: ReadingDraft,
  subject: string,
  list: readonly RawItem[],
): readonly TradeObserved[] | undefined {
  const said = new Map<string, TradeObserved>();
  for (const item of list) {
    const fields = fieldsOf(item);
    if (fields === undefined) {
      draft.problem('refused', subject, `Expected a trade, was ${shownItem(item)}.`);
      return undefined;
    }
    const name = fields.name('instrument_name');
    const observedAtUs = fields.millisUs('timestamp');
    const bought = fields.word('direction', ['buy', 'sell']) === 'buy';
    const isMaker = fields.optionalText('liquidity_role') === 'maker';
    const trade = {
      tradeId: fields.text('trade_id'),
      price: fields.amount('trade_price'),
      size: fields.amount('trade_amount'),
      side: bought === isMaker ? TradeSide.TRADE_SIDE_SELL : TradeSide.TRADE_SIDE_BUY,
      liquidation: false,
      vol: '',
      indexPrice: fields.optionalAmount('index_price'),
      markPrice: fields.optionalAmount('mark_price'),
      sequence: '',
    };
    if (fields.failure !== undefined) {
      draft.problem('refused', subject, fields.failure);
      return undefined;
    }
    if (isUndone(fields)) continue;
    const instrument = instrumentOf(session, draft, name, observedAtUs);
    if (instrument === undefined) continue;
    const key = `${instrument.id}|${trade.tradeId}`;
    if (said.has(key)) continue;
    said.set(key, { feed: draft.feed, venue: 'derive', instrumentId: instrument.id, ...trade, observedAtUs });
  }
  return inTime([...said.values()]);
}

/**
 * `SUBACCOUNT.trades` and the answer of `private/get_trade_history`, oldest first. Fees are paid in USDC. What a row doesn't say
 * of its sub-account, `source` does.
 */
export function readDeriveFills(
  session: DeriveSession,
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  list: readonly RawItem[],
  source?: string,
): void {
  const said: VenueFillObserved[] = [];
  for (const item of list) {
    const fields = fieldsOf(item);
    if (fields === undefined) return draft.problem('refused', subject, `Expected a fill, was ${shownItem(item)}.`);
    const name = fields.name('instrument_name');
    const observedAtUs = fields.millisUs('timestamp');
    const bought = fields.word('direction', ['buy', 'sell']) === 'buy';
    const fill = {
      feed: draft.feed,
      accountId,
      venue: 'derive',
      tradeId: fields.text('trade_id'),
      orderId: fields.optionalText('order_id'),
      clientOrderId: fields.optionalText('label'),
      side: bought ? TradeSide.TRADE_SIDE_BUY : TradeSide.TRADE_SIDE_SELL,
      price: fields.amount('trade_price'),
      size: fields.amount('trade_amount'),
      fee: fields.optionalDecimal('trade_fee'),
      feeAsset: 'USDC',
      maker: fields.optionalText('liquidity_role') === 'maker',
      liquidation: false,
      observedAtUs,
      source: rowSource(fields, subject) || (source ?? ''),
    };
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
    if (isUndone(fields)) continue;
    const instrument = instrumentOf(session, draft, name, observedAtUs);
    if (instrument !== undefined) said.push({ ...fill, instrumentId: instrument.id });
  }
  for (const fill of inTime(said)) draft.account(accountId, event(VenueFillObserved, fill), fill.observedAtUs);
}

/**
 * Whether the venue matched it and its chain didn't settle it, so that nothing changed hands. One that was told when it was matched
 * shows as a break of the account's position.
 */
function isUndone(fields: RawFields): boolean {
  const status = fields.raw('tx_status');
  return status === 'reverted' || status === 'timed_out' || status === 'ignored';
}
