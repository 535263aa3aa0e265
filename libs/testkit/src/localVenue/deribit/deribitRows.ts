import { decimalOf } from '../desk/decimalOf.js';
import type { DeskFill, DeskOrder } from '../desk/deskAccount.js';

const STATES = { open: 'open', filled: 'filled', canceled: 'cancelled' } as const;

export function orderId(number: number): string {
  return `ETH-${number}`;
}

export function fillId(number: number): string {
  return `F-${number}`;
}

/** An order as the venue writes it, in notifications and answers. */
export function deribitOrder(order: DeskOrder): string {
  const { changedAtMs, filled, placedAtMs, price, status } = order;
  return `{${shared(order, price, order.size)},"order_state":"${STATES[status]}","filled_amount":${filled},"average_price":${filled === 0 ? '0.0' : priceOf(order, price)},"reduce_only":false,"label":"","creation_timestamp":${placedAtMs},"last_update_timestamp":${changedAtMs}}`;
}

/** A fill as the venue writes it, in notifications and answers. */
export function deribitFill({ atMs, isMaker, number, order, price, size }: DeskFill): string {
  return `{${shared(order, price, size)},"trade_id":"${fillId(number)}","trade_seq":${number},"timestamp":${atMs},"state":"filled","fee":0.0,"fee_currency":"ETH","liquidity":"${isMaker ? 'M' : 'T'}"}`;
}

function shared(order: DeskOrder, price: number, amount: number): string {
  return `"instrument_name":"${order.market.name}","direction":"${order.isBuy ? 'buy' : 'sell'}","amount":${amount},"price":${priceOf(order, price)},"order_type":"limit","order_id":"${orderId(order.number)}"`;
}

function priceOf({ market }: DeskOrder, price: number): string {
  return decimalOf(price, market.priceDecimals);
}
