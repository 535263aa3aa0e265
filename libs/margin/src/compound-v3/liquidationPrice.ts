import { type MarginResult, refuse } from '../marginFailures.js';
import { accountStanding } from './accountStanding.js';
import { PRICE_MAX_E8 } from './limits.js';
import type { CometAccount, CometMarket } from './market.js';

/** Liquidatable at `priceE8`, and not one unit further: above it for collateral, below it for the base. */
export interface CometLiquidationPrice {
  readonly kind: 'atOrBelow' | 'atOrAbove';
  readonly priceE8: bigint;
  readonly liquidatableNow: boolean;
}

/**
 * The price of one collateral, or of the base with `undefined`, at which the contract sees the account as liquidatable
 * while every other price stays: bisected on its integers, in which each value is monotone in its price.
 */
export function liquidationPrice(
  account: CometAccount,
  market: CometMarket,
  asset: string | undefined,
): MarginResult<CometLiquidationPrice> {
  const now = accountStanding(account, market);
  if (!now.ok) return now;
  const name = asset ?? 'the base';
  const held = account.collateral.some((one) => one.asset === asset && one.amount > 0n);
  if (asset === undefined ? account.principal >= 0n : !held) return refuse({ code: 'NoPosition', asset: name });
  const liquidatableAt = (priceE8: bigint): boolean => {
    const then = accountStanding(account, withPrice(market, asset, priceE8));
    return then.ok && then.value.liquidatable;
  };
  let low = 1n;
  let high = PRICE_MAX_E8;
  const whenLow = liquidatableAt(low);
  if (whenLow === liquidatableAt(high)) {
    const reason = whenLow ? 'alwaysLiquidatable' : 'neverLiquidated';
    return refuse({ code: 'NoLiquidationPrice', asset: name, reason });
  }
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (liquidatableAt(middle) === whenLow) low = middle;
    else high = middle;
  }
  return {
    ok: true,
    value: {
      kind: whenLow ? 'atOrBelow' : 'atOrAbove',
      priceE8: whenLow ? low : high,
      liquidatableNow: now.value.liquidatable,
    },
  };
}

/** The market as it would be at another price of one collateral, or of the base. */
export function withPrice(market: CometMarket, asset: string | undefined, priceE8: bigint): CometMarket {
  if (asset === undefined) return { ...market, basePriceE8: priceE8 };
  return {
    ...market,
    assets: market.assets.map((one) => (one.asset === asset ? { ...one, priceE8 } : one)),
  };
}
