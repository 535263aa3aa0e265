import type { LiquidationTerms } from '../aave-v3-0/liquidationTerms.js';
import { percentDiv, percentMul } from '../aave/percentageMath.js';

interface CollateralRequestV2 extends LiquidationTerms {
  /** Token units of debt, already cut to the close factor. */
  readonly debtToCover: bigint;
  readonly collateralBalance: bigint;
}

export interface CollateralTakenV2 {
  readonly debt: bigint;
  readonly collateral: bigint;
  readonly collateralBalance: bigint;
}

/**
 * How much collateral a debt buys at the bonus. Where v3.0 divides first, v2 puts the bonus on the numerator. An account
 * that holds less gives all of it, for the debt that this pays for and never for more than was asked.
 */
export function availableCollateralV2(request: CollateralRequestV2): CollateralTakenV2 {
  const { collateralPriceBase, debtPriceBase, collateralUnit, debtUnit, liquidationBonusBps } = request;
  const { debtToCover, collateralBalance } = request;
  const wanted =
    percentMul(debtPriceBase * debtToCover * collateralUnit, liquidationBonusBps) / (collateralPriceBase * debtUnit);
  if (wanted <= collateralBalance) return { debt: debtToCover, collateral: wanted, collateralBalance };
  const paidFor = percentDiv(
    (collateralPriceBase * collateralBalance * debtUnit) / (debtPriceBase * collateralUnit),
    liquidationBonusBps,
  );
  return { debt: paidFor < debtToCover ? paidFor : debtToCover, collateral: collateralBalance, collateralBalance };
}
