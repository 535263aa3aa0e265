import { decimalOf } from '../desk/decimalOf.js';
import type { DeskFill, DeskOrder } from '../desk/deskAccount.js';

const STATUSES = { open: 'open', filled: 'filled', canceled: 'cancelled' } as const;

export function deriveOrderId(number: number): string {
  return `order-${number}`;
}

export function deriveFillId(number: number): string {
  return `fill-${number}`;
}

/** An order as the venue writes it, on its channel and in answers. */
export function deriveOrder(order: DeskOrder, subaccount: number): string {
  const { changedAtMs, filled, isBuy, market, number, placedAtMs, size, status } = order;
  const price = decimalOf(order.price, market.priceDecimals);
  return `{"subaccount_id":${subaccount},"order_id":"${deriveOrderId(number)}","instrument_name":"${market.name}","direction":"${isBuy ? 'buy' : 'sell'}","label":"","order_type":"limit","limit_price":"${price}","amount":"${size}","filled_amount":"${filled}","average_price":"${filled === 0 ? '0' : price}","order_status":"${STATUSES[status]}","reduce_only":false,"creation_timestamp":${placedAtMs},"last_update_timestamp":${changedAtMs}}`;
}

/** A fill as the venue writes it, on its channel and in the history. */
export function deriveFill({ atMs, isMaker, number, order, price, size }: DeskFill, subaccount: number): string {
  const { isBuy, market } = order;
  return `{"subaccount_id":${subaccount},"trade_id":"${deriveFillId(number)}","order_id":"${deriveOrderId(order.number)}","instrument_name":"${market.name}","direction":"${isBuy ? 'buy' : 'sell'}","label":"","trade_price":"${decimalOf(price, market.priceDecimals)}","trade_amount":"${size}","trade_fee":"0.01","liquidity_role":"${isMaker ? 'maker' : 'taker'}","timestamp":${atMs}}`;
}
