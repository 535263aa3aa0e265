import type { AaveAccount } from './account.js';
import type { AccountValuation } from './accountValuation.js';
import type { AaveAccountFailure, AaveResult } from './failures.js';
import { HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD } from './limits.js';

/** `atOrBelow`: the account may be liquidated once the price is at or under `priceBase`; `atOrAbove`: at or over it. */
export type LiquidationPrice =
  | { readonly kind: 'atOrBelow'; readonly priceBase: bigint }
  | { readonly kind: 'atOrAbove'; readonly priceBase: bigint }
  | { readonly kind: 'never' }
  | { readonly kind: 'always' };

export type LiquidationPriceFailure =
  | AaveAccountFailure
  /** The e-mode category has one price for all its assets: no price of this asset alone moves the account. */
  | { readonly code: 'PricedByEMode'; readonly asset: string };

/** Prices are searched from 10^-8 to 10^14 dollars: outside, a liquidation price says nothing. */
const HIGHEST_PRICE_BASE = 10n ** 22n;

/**
 * The price of one asset, in base currency with 8 decimals, at which the contract starts to see a health factor below 1
 * while every other price stays. Solved on the contract's integers: at `priceBase` the account is liquidatable, one
 * unit further it isn't. Up to v3.3 the average threshold is floored to whole basis points, so that health may cross 1
 * several times within about 0.01 % of that price; the answer is one of those crossings.
 */
export function solveLiquidationPrice(
  valuation: AccountValuation,
  account: AaveAccount,
  asset: string,
  highestPriceBase: bigint = HIGHEST_PRICE_BASE,
): AaveResult<LiquidationPrice, LiquidationPriceFailure> {
  if (!account.reserves.some((reserve) => reserve.asset === asset))
    return { ok: false, failure: { code: 'UnknownReserve', asset } };
  const weighed = valuation.weighPositions(withPrice(account, asset, 1n));
  if (!weighed.ok) return weighed;
  if (weighed.value.find((leg) => leg.asset === asset)?.pricedByEMode === true) {
    return { ok: false, failure: { code: 'PricedByEMode', asset } };
  }
  const atLowest = isLiquidatable(valuation, account, asset, 1n);
  if (!atLowest.ok) return atLowest;
  const atHighest = isLiquidatable(valuation, account, asset, highestPriceBase);
  if (!atHighest.ok) return atHighest;
  if (atLowest.value === atHighest.value) {
    return { ok: true, value: { kind: atLowest.value ? 'always' : 'never' } };
  }
  return bisect(valuation, account, asset, atLowest.value, highestPriceBase);
}

function bisect(
  valuation: AccountValuation,
  account: AaveAccount,
  asset: string,
  liquidatableWhenLow: boolean,
  highestPriceBase: bigint,
): AaveResult<LiquidationPrice, AaveAccountFailure> {
  let low = 1n;
  let high = highestPriceBase;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    const liquidatable = isLiquidatable(valuation, account, asset, middle);
    if (!liquidatable.ok) return liquidatable;
    if (liquidatable.value === liquidatableWhenLow) low = middle;
    else high = middle;
  }
  return {
    ok: true,
    value: liquidatableWhenLow ? { kind: 'atOrBelow', priceBase: low } : { kind: 'atOrAbove', priceBase: high },
  };
}

function isLiquidatable(
  valuation: AccountValuation,
  account: AaveAccount,
  asset: string,
  priceBase: bigint,
): AaveResult<boolean, AaveAccountFailure> {
  const data = valuation.userAccountData(withPrice(account, asset, priceBase));
  if (!data.ok) return data;
  return { ok: true, value: data.value.healthFactorWad < HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD };
}

function withPrice(account: AaveAccount, asset: string, priceBase: bigint): AaveAccount {
  return {
    ...account,
    reserves: account.reserves.map((reserve) => (reserve.asset === asset ? { ...reserve, priceBase } : reserve)),
  };
}
