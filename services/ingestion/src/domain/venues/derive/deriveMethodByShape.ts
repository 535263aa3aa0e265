import { isRawList, isRawObject } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import type { DeriveKind } from './capabilities.js';

/**
 * The method of an answer whose id names none (HTTP answers have an id of the venue's own), by the fields that no other
 * answer has; undefined where nothing tells.
 */
export function deriveMethodByShape(result: RawJson): DeriveKind | undefined {
  if (isRawList(result)) {
    const [first] = result;
    if (first === undefined) return 'public/get_instruments';
    if (typeof first === 'string') return 'public/login';
    if (!isRawObject(first)) return undefined;
    if (Object.hasOwn(first, 'trade_id')) return tradesMethod(first);
    return Object.hasOwn(first, 'amount_step') ? 'public/get_instruments' : undefined;
  }
  if (!isRawObject(result)) return typeof result === 'string' ? 'public/get_time' : undefined;
  const has = (name: string): boolean => Object.hasOwn(result, name);
  if (has('order') && has('trades')) return 'private/order';
  if (has('order_id') && has('order_status')) return 'private/get_order';
  if (has('orders')) return 'private/get_open_orders';
  if (has('subaccount_ids')) return 'private/get_subaccounts';
  if (has('tickers')) return 'public/get_tickers';
  if (has('status') || has('current_subscriptions')) return 'subscribe';
  if (has('collaterals') && has('positions')) return 'private/get_subaccount';
  if (has('positions')) return 'private/get_positions';
  if (has('collaterals')) return 'private/get_collaterals';
  if (has('trades')) return has('subaccount_id') ? 'private/get_trade_history' : 'public/get_trade_history';
  if (has('vol_data')) return 'public/get_latest_signed_feeds';
  if (has('best_bid_price')) return 'public/get_ticker';
  if (has('instruments')) return 'public/get_instruments';
  return has('amount_step') && has('instrument_name') ? 'public/get_instrument' : undefined;
}

/** Fills name the order that was filled; trades of the market don't. */
function tradesMethod(first: RawObject): DeriveKind {
  return Object.hasOwn(first, 'order_id') ? 'private/get_trade_history' : 'public/get_trade_history';
}
