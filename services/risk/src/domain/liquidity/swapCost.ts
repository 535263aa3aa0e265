import type { PoolDepth } from './poolDepth.js';

/**
 * What selling (above zero) or buying (below) `units` of the coin costs against the pool's price, USD: fee and price
 * impact, with the liquidity that is in range taken to go on at every price. Undefined when the pool doesn't hold as
 * many coins as are bought.
 *
 * With P the price, f the fee and L the liquidity, a swap moves √P. Selling x pays L(√P − √P′) with
 * 1/√P′ = 1/√P + x(1−f)/L, so with u = x(1−f)√P/L the cost is xP(u + f)/(1 + u). Buying x takes L(√P′ − √P)/(1−f) with
 * 1/√P′ = 1/√P − x/L, so with w = x√P/L it is xP(w + f − wf)/((1−w)(1−f)) (Uniswap v3 whitepaper, 6.2.3). The forms have no
 * difference of large numbers in them.
 */
export function swapCostUsd({ priceUsd, liquidity, feePer1 }: PoolDepth, units: number): number | undefined {
  const size = Math.abs(units);
  const sizeUsd = size * priceUsd;
  const share = (size * Math.sqrt(priceUsd)) / liquidity;
  if (units >= 0) {
    const moved = share * (1 - feePer1);
    return (sizeUsd * (moved + feePer1)) / (1 + moved);
  }
  if (share >= 1) return undefined;
  return (sizeUsd * (share + feePer1 - share * feePer1)) / ((1 - share) * (1 - feePer1));
}
