import { compoundedInterest } from '../aave-v3-0/interest.js';
import { percentDiv, percentMul } from '../aave/percentageMath.js';
import { rayDiv, rayMul, wadDiv } from '../aave/wadRayMath.js';
import { type AaveV3Rules, emptiedByAmount } from '../aave-v3-6/rules.js';

/**
 * Aave v3.3 (docs/3.3/Aave-v3.3-features.md of aave-dao/aave-v3-origin, and what its docs/3.4, 3.5 and 3.6 say they
 * changed). It already has bitmaps for categories, the close factor on the whole debt, dust and deficits, but rounds
 * halves up everywhere, floors debts in base currency, reckons health from the average threshold in whole basis points,
 * and lets a reserve without a threshold or LTV of its own have none inside a category either.
 */
export const AAVE_V3_3_RULES: AaveV3Rules = {
  supplyBalance: rayMul,
  scaledSupplyMinted: rayDiv,
  scaledSupplyBurnt: rayDiv,
  debtBalance: rayMul,
  scaledDebtMinted: rayDiv,
  scaledDebtBurnt: rayDiv,
  debtBase: (amount, priceBase, unit) => (amount * priceBase) / unit,
  compoundedInterest,
  legTerms: (reserve, _entered, member) => ({
    countsAsCollateral: reserve.liquidationThresholdBps !== 0n,
    ltvBps: member === undefined || reserve.ltvBps === 0n ? reserve.ltvBps : member.ltvBps,
    liquidationThresholdBps: (member ?? reserve).liquidationThresholdBps,
  }),
  healthFactorWad: ({ totalCollateralBase, averageThresholdBps, totalDebtBase }) =>
    wadDiv(percentMul(totalCollateralBase, averageThresholdBps), totalDebtBase),
  borrowableBase: percentMul,
  refusesSelfLiquidation: false,
  needsThresholdToLiquidate: true,
  withBonus: percentMul,
  withoutBonus: percentDiv,
  debtPaidFor: percentDiv,
  protocolFee: percentMul,
  emptied: emptiedByAmount,
};
