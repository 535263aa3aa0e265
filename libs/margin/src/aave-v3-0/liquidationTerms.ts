import type { LiquidatableAccount, LiquidatableReserve } from '../aave/account.js';
import { checkBps } from '../aave/checkBps.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { BPS_MAX, PERCENTAGE_FACTOR_BPS } from '../aave/limits.js';
import { isInEModeCategory } from './weighPositions.js';

/** What one pair of assets trades at in a liquidation: prices in base currency, units as 10^decimals. */
export interface LiquidationTerms {
  readonly collateralPriceBase: bigint;
  readonly debtPriceBase: bigint;
  readonly collateralUnit: bigint;
  readonly debtUnit: bigint;
  readonly liquidationBonusBps: bigint;
  readonly liquidationProtocolFeeBps: bigint;
}

/**
 * Bonus and prices of a liquidation. Inside an e-mode category the collateral takes the category's bonus and price when
 * it belongs to it; the debt takes the category's price always, since v3.0 lets nothing else be borrowed there.
 */
export function liquidationTerms(
  account: LiquidatableAccount,
  collateral: LiquidatableReserve,
  debt: LiquidatableReserve,
): AaveResult<LiquidationTerms, AaveAccountFailure> {
  const { eMode } = account;
  const entered = eMode !== undefined && eMode.category !== 0 ? eMode : undefined;
  const categoryPriceBase = entered?.priceBase || undefined;
  const inCategory = isInEModeCategory(collateral, entered);
  const collateralPriceBase = (inCategory ? categoryPriceBase : undefined) ?? collateral.priceBase;
  const debtPriceBase = categoryPriceBase ?? debt.priceBase;
  if (collateralPriceBase === undefined || collateralPriceBase <= 0n) {
    return missingPrice(collateral.asset, collateralPriceBase);
  }
  if (debtPriceBase === undefined || debtPriceBase <= 0n) return missingPrice(debt.asset, debtPriceBase);

  const liquidationBonusBps = inCategory && entered ? entered.liquidationBonusBps : collateral.liquidationBonusBps;
  const outOfRange =
    checkBps(collateral.asset, 'liquidationBonusBps', liquidationBonusBps, PERCENTAGE_FACTOR_BPS, BPS_MAX) ??
    checkBps(
      collateral.asset,
      'liquidationProtocolFeeBps',
      collateral.liquidationProtocolFeeBps,
      0n,
      PERCENTAGE_FACTOR_BPS,
    );
  if (outOfRange !== undefined) return { ok: false, failure: outOfRange };
  return {
    ok: true,
    value: {
      collateralPriceBase,
      debtPriceBase,
      collateralUnit: 10n ** BigInt(collateral.decimals),
      debtUnit: 10n ** BigInt(debt.decimals),
      liquidationBonusBps,
      liquidationProtocolFeeBps: collateral.liquidationProtocolFeeBps,
    },
  };
}

function missingPrice(asset: string, foundBase: bigint | undefined): AaveResult<never, AaveAccountFailure> {
  return { ok: false, failure: { code: 'MissingPrice', asset, foundBase } };
}
