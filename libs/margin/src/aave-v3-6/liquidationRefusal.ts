import type { LiquidatableReserve } from '../aave/account.js';
import type { LiquidationRefusal } from '../aave/failures.js';
import { HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD } from '../aave/limits.js';
import type { LiquidationScene } from './liquidationScene.js';
import type { AaveV3Rules } from './rules.js';

/**
 * Why the contract refuses before it reckons any amount, in its own order (ValidationLogic.validateLiquidationCall), so
 * that the first refusal here is the revert there; or undefined.
 */
export function liquidationRefusal(rules: AaveV3Rules, scene: LiquidationScene): LiquidationRefusal | undefined {
  const { collateral, debt, request, data } = scene;
  const reserves = [collateral.reserve, debt.reserve];
  if (rules.refusesSelfLiquidation && request.isSelfLiquidation === true) return { code: 'SelfLiquidation' };
  const inactive = reserves.find(({ isActive }) => isActive === false);
  if (inactive !== undefined) return { code: 'ReserveInactive', asset: inactive.asset };
  const paused = reserves.find(({ isPaused }) => isPaused === true);
  if (paused !== undefined) return { code: 'ReservePaused', asset: paused.asset };
  const inGrace = reserves.find((reserve) => isInGrace(reserve, request.atSeconds));
  if (inGrace !== undefined) {
    const untilSeconds = inGrace.liquidationGraceUntilSeconds ?? 0n;
    return { code: 'LiquidationGracePeriod', asset: inGrace.asset, untilSeconds, atSeconds: request.atSeconds };
  }
  const { healthFactorWad } = data;
  if (healthFactorWad >= HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD) {
    return { code: 'HealthFactorNotBelowThreshold', healthFactorWad };
  }
  const hasThreshold = !rules.needsThresholdToLiquidate || collateral.reserve.liquidationThresholdBps !== 0n;
  if (!collateral.position.usedAsCollateral || !hasThreshold) {
    return { code: 'CollateralCannotBeLiquidated', asset: collateral.reserve.asset };
  }
  return debt.balance === 0n ? { code: 'DebtNotBorrowed', asset: debt.reserve.asset } : undefined;
}

/** A reserve that never had a grace period holds 0 on the chain. */
function isInGrace(reserve: LiquidatableReserve, atSeconds: bigint | undefined): boolean {
  const until = reserve.liquidationGraceUntilSeconds ?? 0n;
  return until !== 0n && (atSeconds === undefined || until >= atSeconds);
}
