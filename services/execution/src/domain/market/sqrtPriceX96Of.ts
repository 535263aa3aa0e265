import type { Decimal } from '@gimbal/money';
import type { PoolTokens } from '@gimbal/quant';

/**
 * The pool's sqrtPriceX96 at a price in quote per whole volatile token, rounded down: √(token1 raw per token0 raw)·2^96.
 * Integers throughout, so that every machine stops a swap at the same wei.
 */
export function sqrtPriceX96Of(priceUsd: Decimal, tokens: PoolTokens): bigint {
  const { token0Decimals, token1Decimals, volatileIsToken } = tokens;
  const priceScale = 10n ** BigInt(priceUsd.scale);
  const [up, down] = volatileIsToken === 0 ? [priceUsd.unscaled, priceScale] : [priceScale, priceUsd.unscaled];
  const numerator = up * 10n ** BigInt(token1Decimals) * 2n ** 192n;
  return squareRoot(numerator / (down * 10n ** BigInt(token0Decimals)));
}

/** Newton's method from above: falls until it no longer does, and stands then at the floor of the root. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
