import type { LiquidatableReserve } from '../aave/account.js';
import type { AaveAccountFailure, AaveResult, LiquidationRefusal } from '../aave/failures.js';
import { HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD } from '../aave/limits.js';
import type { LiquidationRequest } from '../aave/liquidation.js';
import { liquidationTerms } from '../aave-v3-0/liquidationTerms.js';
import { percentMul } from '../aave/percentageMath.js';
import { balanceFromScaled, scaledForBorrow, scaledForDeposit } from '../aave-v3-0/scaledAmounts.js';
import type { AaveV2Liquidation, AaveV2Position, LiquidatableAaveV2Account } from './account.js';
import { availableCollateralV2, type CollateralTakenV2 } from './availableCollateralV2.js';
import { totalDebt } from './debtInUnits.js';
import { CLOSE_FACTOR_BPS } from './limits.js';
import { userAccountDataV2 } from './userAccountDataV2.js';

type Refusal = AaveAccountFailure | LiquidationRefusal;

/**
 * What `LendingPool.liquidationCall` of Aave v2 would do to this account, paid out in the underlying token, or why it
 * would revert (LendingPoolCollateralManager and ValidationLogic), with the checks in the contract's order. Half of an
 * asset's debt at most, variable debt before stable, and no share of the bonus for the protocol.
 */
export function liquidationCallV2(
  account: LiquidatableAaveV2Account,
  request: LiquidationRequest,
): AaveResult<AaveV2Liquidation, Refusal> {
  const collateralReserve = account.reserves.find((reserve) => reserve.asset === request.collateralAsset);
  const debtReserve = account.reserves.find((reserve) => reserve.asset === request.debtAsset);
  if (collateralReserve === undefined) return refuse({ code: 'UnknownReserve', asset: request.collateralAsset });
  if (debtReserve === undefined) return refuse({ code: 'UnknownReserve', asset: request.debtAsset });
  const data = userAccountDataV2(account);
  if (!data.ok) return data;

  const { healthFactorWad } = data.value;
  if (healthFactorWad >= HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD) {
    return refuse({ code: 'HealthFactorNotBelowThreshold', healthFactorWad });
  }
  const collateral = positionIn(account, request.collateralAsset);
  if (!collateral.usedAsCollateral || collateralReserve.liquidationThresholdBps === 0n) {
    return refuse({ code: 'CollateralCannotBeLiquidated', asset: request.collateralAsset });
  }
  const owed = totalDebt(positionIn(account, request.debtAsset), debtReserve.variableBorrowIndexRay);
  if (owed === 0n) return refuse({ code: 'DebtNotBorrowed', asset: request.debtAsset });

  const terms = termsOf(collateralReserve, debtReserve);
  if (!terms.ok) return terms;
  const allowed = percentMul(owed, CLOSE_FACTOR_BPS);
  const { debtToCover } = request;
  const taken = availableCollateralV2({
    ...terms.value,
    debtToCover: debtToCover === 'max' || debtToCover > allowed ? allowed : debtToCover,
    collateralBalance: balanceFromScaled(collateral.scaledSupply, collateralReserve.liquidityIndexRay),
  });
  return settle(account, collateralReserve, debtReserve, taken);
}

/** The terms of v3.0 outside e-modes, where the protocol's share is nothing. */
function termsOf(collateral: LiquidatableReserve, debt: LiquidatableReserve): ReturnType<typeof liquidationTerms> {
  return liquidationTerms({ reserves: [], positions: [] }, { ...collateral, liquidationProtocolFeeBps: 0n }, debt);
}

/** Burns variable debt, then stable debt, then collateral; variable debt and collateral in the scaled units of their tokens. */
function settle(
  account: LiquidatableAaveV2Account,
  collateralReserve: LiquidatableReserve,
  debtReserve: LiquidatableReserve,
  { debt, collateral, collateralBalance }: CollateralTakenV2,
): AaveResult<AaveV2Liquidation, Refusal> {
  const owing = positionIn(account, debtReserve.asset);
  const variable = balanceFromScaled(owing.scaledVariableDebt, debtReserve.variableBorrowIndexRay);
  const variableDebtBurnt = variable >= debt ? debt : variable;
  const stableDebtBurnt = debt - variableDebtBurnt;
  const burntDebt = scaledForBorrow(variableDebtBurnt, debtReserve.variableBorrowIndexRay);
  // Without variable debt the contract burns none, unless there is nothing to burn at all, which it refuses.
  if (burntDebt === 0n && (variable > 0n || debt === 0n)) {
    return refuse({ code: 'AmountBurnsNothing', asset: debtReserve.asset, amount: variableDebtBurnt });
  }
  const burntSupply = scaledForDeposit(collateral, collateralReserve.liquidityIndexRay);
  if (burntSupply === 0n) {
    return refuse({ code: 'AmountBurnsNothing', asset: collateralReserve.asset, amount: collateral });
  }
  const after = (position: AaveV2Position): AaveV2Position => {
    const isCollateral = position.asset === collateralReserve.asset;
    const isDebt = position.asset === debtReserve.asset;
    return {
      asset: position.asset,
      scaledSupply: position.scaledSupply - (isCollateral ? burntSupply : 0n),
      scaledVariableDebt: position.scaledVariableDebt - (isDebt ? burntDebt : 0n),
      usedAsCollateral: position.usedAsCollateral && !(isCollateral && collateral === collateralBalance),
      stableDebt: (position.stableDebt ?? 0n) - (isDebt ? stableDebtBurnt : 0n),
    };
  };
  return {
    ok: true,
    value: {
      closeFactorBps: CLOSE_FACTOR_BPS,
      actualDebtToLiquidate: debt,
      variableDebtBurnt,
      stableDebtBurnt,
      actualCollateralToLiquidator: collateral,
      protocolFee: 0n,
      newPositions: account.positions.map(after),
    },
  };
}

function positionIn(account: LiquidatableAaveV2Account, asset: string): AaveV2Position {
  return (
    account.positions.find((position) => position.asset === asset) ?? {
      asset,
      scaledSupply: 0n,
      scaledVariableDebt: 0n,
      usedAsCollateral: false,
    }
  );
}

function refuse<Failure>(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}
