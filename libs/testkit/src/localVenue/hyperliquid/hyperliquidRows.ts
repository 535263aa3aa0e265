import { decimalOf } from '../desk/decimalOf.js';
import type { DeskFill, DeskOrder } from '../desk/deskAccount.js';
import type { LocalTrade } from '../desk/localMarket.js';

/** Trades, fills and orders as the venue writes them, over the socket and as answers. */
export function tradeOf({ atMs, isBuy, market, number, price, size }: LocalTrade): object {
  return {
    coin: market.name,
    side: isBuy ? 'B' : 'A',
    px: decimalOf(price, market.priceDecimals),
    sz: decimalOf(size, market.sizeDecimals),
    time: atMs,
    hash: hashOf(number),
    tid: number,
    users: [USER_OF_OTHERS, USER_OF_OTHERS],
  };
}

export function fillOf({ atMs, isMaker, number, order, price, size, startPosition }: DeskFill): object {
  const { market } = order;
  return {
    coin: market.name,
    px: decimalOf(price, market.priceDecimals),
    sz: decimalOf(size, market.sizeDecimals),
    side: order.isBuy ? 'B' : 'A',
    time: atMs,
    startPosition: decimalOf(startPosition, market.sizeDecimals),
    dir: order.isBuy ? 'Open Long' : 'Open Short',
    closedPnl: '0.0',
    hash: hashOf(number),
    oid: order.number,
    crossed: !isMaker,
    fee: '0.01',
    tid: number,
    feeToken: 'USDC',
  };
}

export function orderOf({ filled, isBuy, market, number, placedAtMs, price, size }: DeskOrder): object {
  return {
    coin: market.name,
    side: isBuy ? 'B' : 'A',
    limitPx: decimalOf(price, market.priceDecimals),
    sz: decimalOf(size - filled, market.sizeDecimals),
    oid: number,
    timestamp: placedAtMs,
    origSz: decimalOf(size, market.sizeDecimals),
  };
}

const USER_OF_OTHERS = '0x2222222222222222222222222222222222222222';

function hashOf(number: number): string {
  return `0x${number.toString(16).padStart(64, '0')}`;
}
