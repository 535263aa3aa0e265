import {
  CLOSE_FACTOR_HF_THRESHOLD_WAD,
  DEFAULT_CLOSE_FACTOR_BPS,
  MAX_CLOSE_FACTOR_BPS,
  MIN_BASE_MAX_CLOSE_FACTOR_THRESHOLD,
} from '../aave/limits.js';
import { percentMul } from '../aave/percentageMath.js';
import type { LiquidationScene } from './liquidationScene.js';

export interface LiquidatableDebt {
  readonly closeFactorBps: bigint;
  /** Token units of the debt asset. */
  readonly max: bigint;
}

/**
 * How much of the chosen debt may be closed at once (LiquidationLogic from v3.3 on): all of it, unless health is above
 * 0.95 and both sides are worth at least 2,000 dollars. Then it is half of the account's debt in all reserves, so a
 * debt that is less than half of the whole still goes at once.
 */
export function liquidatableDebt({ data, collateral, debt }: LiquidationScene): LiquidatableDebt {
  const byHalves =
    collateral.balanceBase >= MIN_BASE_MAX_CLOSE_FACTOR_THRESHOLD &&
    debt.balanceBase >= MIN_BASE_MAX_CLOSE_FACTOR_THRESHOLD &&
    data.healthFactorWad > CLOSE_FACTOR_HF_THRESHOLD_WAD;
  if (!byHalves) return { closeFactorBps: MAX_CLOSE_FACTOR_BPS, max: debt.balance };
  const halfBase = percentMul(data.totalDebtBase, DEFAULT_CLOSE_FACTOR_BPS);
  const max = debt.balanceBase > halfBase ? (halfBase * debt.unit) / debt.priceBase : debt.balance;
  return { closeFactorBps: DEFAULT_CLOSE_FACTOR_BPS, max };
}
