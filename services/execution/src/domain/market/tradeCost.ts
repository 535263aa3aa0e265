import type { Decimal } from '@gimbal/money';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import type { ExecutionConfig } from '../../config.js';
import { decimalsOf, type PoolQuote } from './quoteInPool.js';

/**
 * What a trade in the pool costs against the price before it. The curve costs the slippage, the pool's fee is valued at
 * that price; their sum is what went in less what came out, both at that price.
 */
export function tradeCost(
  quote: PoolQuote,
  config: ExecutionConfig['hedge']['pool'],
  quantity: Decimal,
): { readonly slippageUsd: number; readonly venueFeeUsd: number } {
  const { volatileDecimals, quoteDecimals } = decimalsOf(config);
  const whole = (raw: bigint, decimals: number): number => decimalToNumber(fromUnits(raw, decimals));
  const atMidUsd = whole(quote.volatileRaw, volatileDecimals) * quote.midUsd;
  const overCurveUsd = whole(quote.quoteRaw, quoteDecimals);
  return quantity.unscaled < 0n
    ? { slippageUsd: atMidUsd - overCurveUsd, venueFeeUsd: whole(quote.feeRaw, volatileDecimals) * quote.midUsd }
    : { slippageUsd: overCurveUsd - atMidUsd, venueFeeUsd: whole(quote.feeRaw, quoteDecimals) };
}
