import type { LiquidationTerms } from './liquidationTerms.js';
import { percentDiv, percentMul } from '../aave/percentageMath.js';

interface CollateralRequest extends LiquidationTerms {
  /** Token units of debt, already cut to the close factor. */
  readonly debtToCover: bigint;
  readonly collateralBalance: bigint;
}

interface CollateralTaken {
  readonly debt: bigint;
  readonly collateralToLiquidator: bigint;
  readonly protocolFee: bigint;
  readonly collateralBalance: bigint;
}

/**
 * How much collateral a debt buys at the bonus. When the account holds less, all of it goes and the debt shrinks to what
 * it pays for; the protocol's share then comes out of the bonus alone (LiquidationLogic, v3.0, in its order of floors).
 */
export function availableCollateral(request: CollateralRequest): CollateralTaken {
  const { collateralPriceBase, debtPriceBase, collateralUnit, debtUnit, collateralBalance } = request;
  const baseCollateral = (debtPriceBase * request.debtToCover * collateralUnit) / (collateralPriceBase * debtUnit);
  const wanted = percentMul(baseCollateral, request.liquidationBonusBps);
  const capped = wanted > collateralBalance;
  const collateral = capped ? collateralBalance : wanted;
  const debt = capped
    ? percentDiv(
        (collateralPriceBase * collateral * debtUnit) / (debtPriceBase * collateralUnit),
        request.liquidationBonusBps,
      )
    : request.debtToCover;
  const bonus = collateral - percentDiv(collateral, request.liquidationBonusBps);
  const protocolFee = percentMul(bonus, request.liquidationProtocolFeeBps);
  return { debt, collateralToLiquidator: collateral - protocolFee, protocolFee, collateralBalance };
}
