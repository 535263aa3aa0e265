import type { LiquidationRefusal } from '../aave/failures.js';
import { MIN_LEFTOVER_BASE } from '../aave/limits.js';
import type { LiquidationScene } from './liquidationScene.js';
import type { AaveV3Rules } from './rules.js';
import type { SeizedCollateral } from './seizedCollateral.js';

/**
 * A liquidation takes the whole debt of the reserve, or its whole collateral, or leaves at least 1,000 dollars of both
 * (LiquidationLogic from v3.3 on): so the amounts that a liquidator may choose have a hole below the maximum.
 */
export function dustLeft(
  rules: AaveV3Rules,
  { collateral, debt }: LiquidationScene,
  seized: SeizedCollateral,
): LiquidationRefusal | undefined {
  const leftDebt = debt.balance - seized.debt;
  const leftCollateral = collateral.balance - seized.toLiquidator - seized.protocolFee;
  if (leftDebt <= 0n || leftCollateral <= 0n) return undefined;
  const leftDebtBase = rules.debtBase(leftDebt, debt.priceBase, debt.unit);
  const leftCollateralBase = (leftCollateral * collateral.priceBase) / collateral.unit;
  if (leftDebtBase >= MIN_LEFTOVER_BASE && leftCollateralBase >= MIN_LEFTOVER_BASE) return undefined;
  return { code: 'MustNotLeaveDust', leftDebtBase, leftCollateralBase, minBase: MIN_LEFTOVER_BASE };
}
