import type { AavePosition } from '../aave/account.js';
import type { AaveResult, LiquidationRefusal } from '../aave/failures.js';
import type { BadDebt, Liquidation } from '../aave/liquidation.js';
import type { LiquidationScene } from './liquidationScene.js';
import type { AaveV3Rules } from './rules.js';
import type { SeizedCollateral } from './seizedCollateral.js';

/**
 * Burns the debt, burns the collateral, moves the fee and, when no collateral is left, burns what is still owed and
 * books it as a deficit: each through the scaled units that the tokens keep, in the contract's order.
 */
export function settleLiquidation(
  rules: AaveV3Rules,
  scene: LiquidationScene,
  seized: SeizedCollateral,
  closeFactorBps: bigint,
): AaveResult<Liquidation, LiquidationRefusal> {
  const { collateral, debt, data } = scene;
  const supplyIndexRay = collateral.reserve.liquidityIndexRay;
  const emptied = rules.emptied({
    toLiquidator: seized.toLiquidator,
    protocolFee: seized.protocolFee,
    scaledSupply: collateral.position.scaledSupply,
    balance: collateral.balance,
    indexRay: supplyIndexRay,
    priceBase: collateral.priceBase,
    unit: collateral.unit,
    totalCollateralBase: data.totalCollateralBase,
  });
  const burntAmount = emptied.account ? debt.balance : seized.debt;
  const burntDebt = rules.scaledDebtBurnt(burntAmount, debt.reserve.variableBorrowIndexRay);
  if (burntDebt === 0n) return burnsNothing(debt.reserve.asset, burntAmount);
  const burntSupply = rules.scaledSupplyBurnt(seized.toLiquidator, supplyIndexRay);
  if (burntSupply === 0n) return burnsNothing(collateral.reserve.asset, seized.toLiquidator);

  // Two roundings up can ask for more than is there; the contract then takes what is left.
  const left = collateral.position.scaledSupply - burntSupply;
  const wantedFee = rules.scaledSupplyBurnt(seized.protocolFee, supplyIndexRay);
  const scaledFee = wantedFee > left ? left : wantedFee;
  const protocolFee = wantedFee > left ? rules.supplyBalance(left, supplyIndexRay) : seized.protocolFee;
  const closed = scene.account.positions.map((position) => ({
    asset: position.asset,
    scaledSupply: position.scaledSupply - (position.asset === collateral.reserve.asset ? burntSupply + scaledFee : 0n),
    scaledVariableDebt: position.scaledVariableDebt - (position.asset === debt.reserve.asset ? burntDebt : 0n),
    usedAsCollateral: position.usedAsCollateral && !(emptied.reserve && position.asset === collateral.reserve.asset),
  }));
  const ownBadDebt = emptied.account ? debt.balance - seized.debt : 0n;
  const others = emptied.account ? writtenOff(rules, scene, closed) : { badDebt: [], positions: closed };
  return {
    ok: true,
    value: {
      closeFactorBps,
      actualDebtToLiquidate: seized.debt,
      actualCollateralToLiquidator: seized.toLiquidator,
      protocolFee,
      badDebt: [...(ownBadDebt > 0n ? [{ asset: debt.reserve.asset, amount: ownBadDebt }] : []), ...others.badDebt],
      newPositions: others.positions,
    },
  };
}

/** Every debt that is still there, in active reserves, is burnt whole. */
function writtenOff(
  rules: AaveV3Rules,
  { account }: LiquidationScene,
  positions: readonly AavePosition[],
): { readonly badDebt: readonly BadDebt[]; readonly positions: readonly AavePosition[] } {
  const badDebt: BadDebt[] = [];
  const after = positions.map((position) => {
    const reserve = account.reserves.find(({ asset }) => asset === position.asset);
    if (reserve === undefined || reserve.isActive === false || position.scaledVariableDebt === 0n) return position;
    const indexRay = reserve.variableBorrowIndexRay;
    const amount = rules.debtBalance(position.scaledVariableDebt, indexRay);
    badDebt.push({ asset: position.asset, amount });
    return { ...position, scaledVariableDebt: position.scaledVariableDebt - rules.scaledDebtBurnt(amount, indexRay) };
  });
  return { badDebt, positions: after };
}

function burnsNothing(asset: string, amount: bigint): AaveResult<never, LiquidationRefusal> {
  return { ok: false, failure: { code: 'AmountBurnsNothing', asset, amount } };
}
