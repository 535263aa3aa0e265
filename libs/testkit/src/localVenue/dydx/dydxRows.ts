import { decimalOf } from '../desk/decimalOf.js';
import type { DeskFill, DeskOrder } from '../desk/deskAccount.js';
import type { LocalTrade } from '../desk/localMarket.js';
import { DYDX_MARKETS } from './dydxMarkets.js';

/** Trades, orders and fills as the indexer writes them, over the socket and as answers. */
export function tradeOf({ atMs, isBuy, market, number, price, size }: LocalTrade): object {
  return {
    id: number.toString(16).padStart(24, '0'),
    side: isBuy ? 'BUY' : 'SELL',
    size: decimalOf(size, market.sizeDecimals),
    price: decimalOf(price, market.priceDecimals),
    type: 'LIMIT',
    createdAt: new Date(atMs).toISOString(),
    createdAtHeight: '1',
  };
}

const STATUSES = { open: 'OPEN', filled: 'FILLED', canceled: 'CANCELED' } as const;

export function orderOf({ changedAtMs, filled, isBuy, market, number, price, size, status }: DeskOrder): object {
  return {
    id: `order-${number}`,
    subaccountId: 'subaccount-of-the-desk',
    clientId: number.toString(),
    clobPairId: DYDX_MARKETS.indexOf(market).toString(),
    ticker: market.name,
    side: isBuy ? 'BUY' : 'SELL',
    size: decimalOf(size, market.sizeDecimals),
    totalFilled: decimalOf(filled, market.sizeDecimals),
    price: decimalOf(price, market.priceDecimals),
    type: 'LIMIT',
    status: STATUSES[status],
    timeInForce: 'GTT',
    postOnly: false,
    reduceOnly: false,
    orderFlags: '64',
    updatedAt: new Date(changedAtMs).toISOString(),
    subaccountNumber: 0,
  };
}

export function fillOf({ atMs, isMaker, number, order, price, size }: DeskFill, height: number): object {
  const { market } = order;
  return {
    id: `fill-${number}`,
    side: order.isBuy ? 'BUY' : 'SELL',
    liquidity: isMaker ? 'MAKER' : 'TAKER',
    type: 'LIMIT',
    market: market.name,
    ticker: market.name,
    marketType: 'PERPETUAL',
    price: decimalOf(price, market.priceDecimals),
    size: decimalOf(size, market.sizeDecimals),
    fee: '0.01',
    createdAt: new Date(atMs).toISOString(),
    createdAtHeight: height.toString(),
    orderId: `order-${order.number}`,
    subaccountNumber: 0,
  };
}
