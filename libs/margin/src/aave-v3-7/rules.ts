import { percentDivFloor, percentMulCeil, percentMulFloor } from '../aave/percentageMath.js';
import { rayDivCeil, rayMulFloor } from '../aave/wadRayMath.js';
import { AAVE_V3_6_RULES, type AaveV3Rules, type TakenCollateral } from '../aave-v3-6/rules.js';

/**
 * Aave v3.7, POOL_REVISION 11, by what its docs/3.7 (Aave-v3.7-changelog.md, liquidation-rounding.md, isolated-emode.md)
 * of aave-dao/aave-v3-origin say changed since v3.6: three roundings of a liquidation go against the liquidator, what is
 * left is asked of the scaled units that the tokens burn, and a category may be isolated.
 */
export const AAVE_V3_7_RULES: AaveV3Rules = {
  ...AAVE_V3_6_RULES,
  legTerms: (reserve, entered, member) => {
    const terms = AAVE_V3_6_RULES.legTerms(reserve, entered, member);
    return member === undefined && entered?.isolated === true ? { ...terms, ltvBps: 0n } : terms;
  },
  withBonus: percentMulFloor,
  withoutBonus: percentDivFloor,
  protocolFee: percentMulCeil,
  emptied: emptiedByScaledUnits,
};

/** Each of the two moves rounds its scaled units up, so together they may take all although the amounts leave some. */
function emptiedByScaledUnits(taken: TakenCollateral): ReturnType<AaveV3Rules['emptied']> {
  const { toLiquidator, protocolFee, scaledSupply, indexRay } = taken;
  const wanted = rayDivCeil(toLiquidator, indexRay) + rayDivCeil(protocolFee, indexRay);
  const consumed = wanted > scaledSupply ? scaledSupply : wanted;
  const consumedBase = (rayMulFloor(consumed, indexRay) * taken.priceBase) / taken.unit;
  const account = consumedBase === taken.totalCollateralBase;
  return { reserve: consumed === scaledSupply || account, account };
}
