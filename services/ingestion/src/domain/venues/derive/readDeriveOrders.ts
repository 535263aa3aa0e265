import { event } from '@gimbal/contracts';
import { TradeSide, VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { type DeriveSession, instrumentOf } from './deriveSession.js';

/** `algo_active`: a TWAP that goes on. */
const OPEN_STATES: ReadonlySet<string> = new Set(['open', 'untriggered', 'algo_active']);

/** `SUBACCOUNT.orders`, and orders in answers: all of the list, or nothing of it. */
export function readDeriveOrders(
  session: DeriveSession,
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  list: readonly RawJson[],
): void {
  const said: VenueOrderObserved[] = [];
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected an order, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const name = fields.text('instrument_name');
    const observedAtUs = fields.millisUs('last_update_timestamp');
    const status = fields.text('order_status');
    const bought = fields.word('direction', ['buy', 'sell']) === 'buy';
    const order = {
      feed: draft.feed,
      accountId,
      venue: 'derive',
      orderId: fields.text('order_id'),
      clientOrderId: fields.optionalText('label'),
      side: bought ? TradeSide.TRADE_SIDE_BUY : TradeSide.TRADE_SIDE_SELL,
      orderType: fields.text('order_type'),
      price: fields.optionalAmount('limit_price'),
      size: fields.amount('amount'),
      filledSize: fields.optionalAmount('filled_amount'),
      averagePrice: fields.optionalAmount('average_price'),
      status,
      open: OPEN_STATES.has(status),
      reduceOnly: fields.flag('reduce_only'),
      observedAtUs,
    };
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
    const instrument = instrumentOf(session, draft, name, observedAtUs);
    if (instrument !== undefined) said.push({ ...order, instrumentId: instrument.id });
  }
  for (const order of said) draft.account(accountId, event(VenueOrderObserved, order), order.observedAtUs);
}
