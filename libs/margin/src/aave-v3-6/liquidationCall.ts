import type { LiquidatableAccount } from '../aave/account.js';
import type { AaveAccountFailure, AaveResult, LiquidationRefusal } from '../aave/failures.js';
import { BPS_MAX, PERCENTAGE_FACTOR_BPS } from '../aave/limits.js';
import type { Liquidation, LiquidationRequest } from '../aave/liquidation.js';
import { dustLeft } from './dustLeft.js';
import { liquidatableDebt } from './liquidatableDebt.js';
import { liquidationRefusal } from './liquidationRefusal.js';
import { liquidationScene } from './liquidationScene.js';
import type { AaveV3Rules } from './rules.js';
import { seizedCollateral } from './seizedCollateral.js';
import { settleLiquidation } from './settleLiquidation.js';

/**
 * What `Pool.liquidationCall` would do to this account under the rules of one version, paid out in the underlying token,
 * or why it would revert (LiquidationLogic and ValidationLogic). The checks come in the contract's order, so that the
 * first refusal here is the revert there.
 */
export function liquidationCall(
  rules: AaveV3Rules,
  account: LiquidatableAccount,
  request: LiquidationRequest,
): AaveResult<Liquidation, AaveAccountFailure | LiquidationRefusal> {
  const scene = liquidationScene(rules, account, request);
  if (!scene.ok) return scene;
  const refusal = liquidationRefusal(rules, scene.value);
  if (refusal !== undefined) return { ok: false, failure: refusal };
  const { bonusBps, collateral } = scene.value;
  // A collateral without any terms, such as one taken out of its category: the contract divides by its bonus of 0.
  if (bonusBps < PERCENTAGE_FACTOR_BPS) return bonusOutOfRange(collateral.reserve.asset, bonusBps);
  const { closeFactorBps, max } = liquidatableDebt(scene.value);
  const { debtToCover } = request;
  const covered = debtToCover === 'max' || debtToCover > max ? max : debtToCover;
  const seized = seizedCollateral(rules, scene.value, covered);
  const dust = dustLeft(rules, scene.value, seized);
  if (dust !== undefined) return { ok: false, failure: dust };
  return settleLiquidation(rules, scene.value, seized, closeFactorBps);
}

function bonusOutOfRange(asset: string, found: bigint): AaveResult<never, AaveAccountFailure> {
  const range = { min: PERCENTAGE_FACTOR_BPS, max: BPS_MAX };
  return { ok: false, failure: { code: 'ValueOutOfRange', asset, field: 'liquidationBonusBps', found, ...range } };
}
