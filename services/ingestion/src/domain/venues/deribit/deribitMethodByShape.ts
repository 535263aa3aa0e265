import { isRawList, isRawObject } from '../rawJson/rawFields.js';
import type { RawJson } from '../rawJson/readRawJson.js';
import type { DeribitKind } from './capabilities.js';

/**
 * The method of an answer whose id names none, as in recordings of other programs, by the fields that no other answer
 * has; undefined where nothing tells.
 */
export function deribitMethodByShape(result: RawJson): DeribitKind | undefined {
  if (isRawList(result)) return listMethod(result[0]);
  if (typeof result === 'string') return /^[0-9]+$/.test(result) ? 'public/get_time' : undefined;
  if (!isRawObject(result)) return undefined;
  const has = (name: string): boolean => Object.hasOwn(result, name);
  if (has('order') && has('trades')) return 'private/buy';
  if (has('order_id') && has('order_state')) return 'private/cancel';
  if (has('bids') && has('asks') && has('change_id')) return 'public/get_order_book';
  if (has('trades') && has('has_more')) return 'public/get_last_trades_by_instrument';
  if (has('summaries')) return 'private/get_account_summaries';
  if (has('instrument_name') && has('kind') && has('tick_size')) return 'public/get_instrument';
  if (has('access_token')) return 'public/auth';
  if (has('version')) return 'public/test';
  if (has('option') || has('future') || Object.values(result).some(isExpirations)) return 'public/get_expirations';
  return undefined;
}

function isExpirations(value: RawJson): boolean {
  return isRawObject(value) && (Object.hasOwn(value, 'option') || Object.hasOwn(value, 'future'));
}

function listMethod(first: RawJson | undefined): DeribitKind | undefined {
  if (typeof first === 'string') return 'public/subscribe';
  if (!isRawObject(first)) return undefined;
  if (Object.hasOwn(first, 'kind') && Object.hasOwn(first, 'tick_size')) return 'public/get_instruments';
  return Object.hasOwn(first, 'creation_timestamp') && Object.hasOwn(first, 'mark_price')
    ? 'public/get_book_summary_by_currency'
    : undefined;
}
