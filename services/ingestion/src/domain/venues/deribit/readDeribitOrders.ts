import { event } from '@gimbal/contracts';
import { TradeSide, VenueFillObserved, VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { inTime } from '../inTime.js';
import { amountInUnits } from '../amountInUnits.js';
import { isRawList, isRawObject, RawFields, shownRaw } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { ReadingDraft } from '../readingDraft.js';
import { type DeribitSession, instrumentOf } from './deribitSession.js';

const OPEN_STATES: ReadonlySet<string> = new Set(['open', 'untriggered', 'triggered']);

/**
 * Orders as `user.orders.…`, `user.changes.…` and the answers about orders show them: all of the list, or nothing of it.
 * With `isWhole` they are all that the account has open.
 */
export function readDeribitOrders(
  session: DeribitSession,
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  list: readonly RawJson[],
  isWhole = false,
): void {
  const said: VenueOrderObserved[] = [];
  let isKnown = true;
  for (const raw of list) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected an order, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const observedAtUs = fields.millisUs('last_update_timestamp');
    const symbol = fields.text('instrument_name');
    const status = fields.text('order_state');
    const size = fields.has('amount') ? fields.amount('amount') : '0';
    const filled = fields.optionalAmount('filled_amount');
    // A market order's price is a word, and no price.
    const price = fields.raw('price') === 'market_price' ? '' : fields.optionalDecimal('price');
    const order = {
      feed: draft.feed,
      accountId,
      venue: 'deribit',
      orderId: fields.text('order_id'),
      clientOrderId: fields.optionalText('label'),
      side: sideOf(fields),
      orderType: fields.text('order_type'),
      price,
      averagePrice: fields.optionalDecimal('average_price'),
      status,
      open: OPEN_STATES.has(status),
      reduceOnly: fields.flag('reduce_only'),
      observedAtUs,
      source: 'deribit',
    };
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
    const instrument = instrumentOf(session, draft, symbol, observedAtUs);
    if (instrument === undefined) {
      // A name that nobody knows may be that of an order which would then count as gone.
      if (session.instruments.get(symbol)?.kind !== 'not_modelled') isKnown = false;
      continue;
    }
    const sizeInUnits = amountInUnits(size, instrument.instrument);
    const filledInUnits = filled === '' ? '' : amountInUnits(filled, instrument.instrument);
    if (sizeInUnits === undefined || filledInUnits === undefined) {
      return draft.problem('refused', subject, `Expected a whole number of contracts, was ${size}.`);
    }
    said.push({ ...order, instrumentId: instrument.id, size: sizeInUnits, filledSize: filledInUnits });
  }
  for (const order of said) draft.account(accountId, event(VenueOrderObserved, order), order.observedAtUs);
  if (!isWhole || !isKnown) return;
  const { receivedAtUs: observedAtUs } = draft;
  draft.complete({ of: 'orders', accountId, place: 'deribit', source: 'deribit', cause: subject, observedAtUs });
}

/** Fills as `user.trades.…`, `user.changes.…` and the answers of `get_user_trades_by_…` show them, oldest first. */
export function readDeribitFills(
  session: DeribitSession,
  draft: ReadingDraft,
  accountId: string,
  subject: string,
  list: readonly RawJson[],
): void {
  const said: VenueFillObserved[] = [];
  // The legs of a combination are fills of their own instruments, under the ids that they have there.
  const withLegs = list.flatMap((raw) => {
    const legs = isRawObject(raw) ? raw['legs'] : undefined;
    return isRawList(legs) ? [raw, ...legs] : [raw];
  });
  for (const raw of withLegs) {
    if (!isRawObject(raw)) return draft.problem('refused', subject, `Expected a fill, was ${shownRaw(raw)}.`);
    const fields = new RawFields(raw);
    const observedAtUs = fields.millisUs('timestamp');
    const symbol = fields.text('instrument_name');
    const size = fields.amount('amount');
    const fill = {
      feed: draft.feed,
      accountId,
      venue: 'deribit',
      tradeId: fields.text('trade_id'),
      orderId: fields.text('order_id'),
      clientOrderId: fields.optionalText('label'),
      side: sideOf(fields),
      price: fields.decimal('price'),
      fee: fields.optionalDecimal('fee'),
      feeAsset: fields.optionalText('fee_currency'),
      maker: fields.optionalText('liquidity') === 'M',
      liquidation: fields.optionalText('liquidation') !== '',
      observedAtUs,
      source: 'deribit',
    };
    if (fields.failure !== undefined) return draft.problem('refused', subject, fields.failure);
    const instrument = instrumentOf(session, draft, symbol, observedAtUs);
    if (instrument === undefined) continue;
    const units = amountInUnits(size, instrument.instrument);
    if (units === undefined) {
      return draft.problem('refused', subject, `Expected a whole number of contracts, was ${size}.`);
    }
    said.push({ ...fill, instrumentId: instrument.id, size: units });
  }
  for (const fill of inTime(said)) draft.account(accountId, event(VenueFillObserved, fill), fill.observedAtUs);
}

function sideOf(fields: RawFields): TradeSide {
  return fields.word('direction', ['buy', 'sell']) === 'buy' ? TradeSide.TRADE_SIDE_BUY : TradeSide.TRADE_SIDE_SELL;
}
