import {
  absDecimal,
  addDecimal,
  type Decimal,
  divDecimal,
  fromUnits,
  mulDecimal,
  rescaleDecimal,
  subDecimal,
} from '@gimbal/money';
import type { ExecutionConfig } from '../../config.js';
import { FEE_SCALE, PRICE_SCALE } from '../../limits.js';
import { decimalsOf, type PoolQuote } from '../market/quoteInPool.js';

type PoolConfig = ExecutionConfig['hedge']['pool'];

/** A trade as it is booked: quantity × price + fee is, to the last digit, what leaves the paying account. */
export interface Booked {
  readonly price: Decimal;
  readonly fee: Decimal;
  /** |quantity| × price, plus the fee of a purchase or less that of a sale. */
  readonly paid: Decimal;
}

/**
 * A swap at the pool's integers. The price is that over the curve, rounded so that the fee, which takes up the rest, is
 * never negative; so what is booked is exactly what the pool paid or took.
 */
export function bookedSwap(quote: PoolQuote, config: PoolConfig, quantity: Decimal): Booked {
  const { volatileDecimals, quoteDecimals } = decimalsOf(config);
  const overCurve = fromUnits(quote.quoteRaw, quoteDecimals);
  const volatile = fromUnits(quote.volatileRaw, volatileDecimals);
  const units = absDecimal(quantity);
  if (quantity.unscaled < 0n) {
    const price = divDecimal(overCurve, volatile, PRICE_SCALE, 'ceiling');
    return { price, fee: subDecimal(mulDecimal(units, price), overCurve), paid: overCurve };
  }
  const price = divDecimal(overCurve, units, PRICE_SCALE, 'floor');
  const paid = addDecimal(overCurve, fromUnits(quote.feeRaw, quoteDecimals));
  return { price, fee: subDecimal(paid, mulDecimal(units, price)), paid };
}

/** A perp at the pool's curve without its fee, rounded against us, with the venue's taker fee on the notional. */
export function bookedPerp(quote: PoolQuote, config: PoolConfig, quantity: Decimal, takerFeeBps: number): Booked {
  const sells = quantity.unscaled < 0n;
  const units = absDecimal(quantity);
  const price = divDecimal(
    fromUnits(quote.quoteRaw, decimalsOf(config).quoteDecimals),
    units,
    PRICE_SCALE,
    sells ? 'floor' : 'ceiling',
  );
  const notional = mulDecimal(units, price);
  const feePips = { unscaled: BigInt(Math.round(takerFeeBps * 100)), scale: 6 };
  const fee = rescaleDecimal(mulDecimal(notional, feePips), FEE_SCALE, 'up');
  return { price, fee, paid: sells ? subDecimal(notional, fee) : addDecimal(notional, fee) };
}
