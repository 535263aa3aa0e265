import type { AavePosition, LiquidatableAccount, LiquidatableReserve } from '../aave/account.js';
import { availableCollateral } from './availableCollateral.js';
import type { AaveAccountFailure, AaveResult, LiquidationRefusal } from '../aave/failures.js';
import type { Liquidation, LiquidationRequest } from '../aave/liquidation.js';
import {
  CLOSE_FACTOR_HF_THRESHOLD_WAD,
  DEFAULT_CLOSE_FACTOR_BPS,
  HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD,
  MAX_CLOSE_FACTOR_BPS,
} from '../aave/limits.js';
import { liquidationTerms } from './liquidationTerms.js';
import { percentMul } from '../aave/percentageMath.js';
import { balanceFromScaled, scaledForBorrow, scaledForDeposit } from './scaledAmounts.js';
import { userAccountData } from './userAccountData.js';

/**
 * What `Pool.liquidationCall` of Aave v3.0 would do to this account, paid out in the underlying token, or why it would
 * revert (LiquidationLogic and ValidationLogic at POOL_REVISION 1). The checks come in the contract's order, so that
 * the first refusal here is the revert there.
 */
export function liquidationCall(
  account: LiquidatableAccount,
  request: LiquidationRequest,
): AaveResult<Liquidation, AaveAccountFailure | LiquidationRefusal> {
  const collateralReserve = account.reserves.find((reserve) => reserve.asset === request.collateralAsset);
  const debtReserve = account.reserves.find((reserve) => reserve.asset === request.debtAsset);
  if (collateralReserve === undefined) return refuse({ code: 'UnknownReserve', asset: request.collateralAsset });
  if (debtReserve === undefined) return refuse({ code: 'UnknownReserve', asset: request.debtAsset });
  const data = userAccountData(account);
  if (!data.ok) return data;

  const { healthFactorWad } = data.value;
  if (healthFactorWad >= HEALTH_FACTOR_LIQUIDATION_THRESHOLD_WAD) {
    return refuse({ code: 'HealthFactorNotBelowThreshold', healthFactorWad });
  }
  const collateral = positionIn(account, request.collateralAsset);
  if (!collateral.usedAsCollateral || collateralReserve.liquidationThresholdBps === 0n) {
    return refuse({ code: 'CollateralCannotBeLiquidated', asset: request.collateralAsset });
  }
  const totalDebt = balanceFromScaled(
    positionIn(account, request.debtAsset).scaledVariableDebt,
    debtReserve.variableBorrowIndexRay,
  );
  if (totalDebt === 0n) return refuse({ code: 'DebtNotBorrowed', asset: request.debtAsset });

  const terms = liquidationTerms(account, collateralReserve, debtReserve);
  if (!terms.ok) return terms;
  const closeFactorBps =
    healthFactorWad > CLOSE_FACTOR_HF_THRESHOLD_WAD ? DEFAULT_CLOSE_FACTOR_BPS : MAX_CLOSE_FACTOR_BPS;
  const taken = availableCollateral({
    ...terms.value,
    debtToCover: coveredDebt(request.debtToCover, percentMul(totalDebt, closeFactorBps)),
    collateralBalance: balanceFromScaled(collateral.scaledSupply, collateralReserve.liquidityIndexRay),
  });
  return settle(account, collateralReserve, debtReserve, { ...taken, closeFactorBps });
}

type Taken = ReturnType<typeof availableCollateral> & { readonly closeFactorBps: bigint };

/** Burns the debt, burns the collateral and moves the fee, each through the scaled units that the tokens keep. */
function settle(
  account: LiquidatableAccount,
  collateralReserve: LiquidatableReserve,
  debtReserve: LiquidatableReserve,
  taken: Taken,
): AaveResult<Liquidation, LiquidationRefusal> {
  const { debt, collateralToLiquidator, collateralBalance } = taken;
  const burntDebt = scaledForBorrow(debt, debtReserve.variableBorrowIndexRay);
  if (burntDebt === 0n) return refuse({ code: 'AmountBurnsNothing', asset: debtReserve.asset, amount: debt });
  const indexRay = collateralReserve.liquidityIndexRay;
  const burntSupply = scaledForDeposit(collateralToLiquidator, indexRay);
  if (burntSupply === 0n) {
    return refuse({
      code: 'AmountBurnsNothing',
      asset: collateralReserve.asset,
      amount: collateralToLiquidator,
    });
  }
  // Rounding to scaled units can leave less than the fee; the contract then takes what is left.
  const left = positionIn(account, collateralReserve.asset).scaledSupply - burntSupply;
  const feeExceedsRest = scaledForDeposit(taken.protocolFee, indexRay) > left;
  const protocolFee = feeExceedsRest ? balanceFromScaled(left, indexRay) : taken.protocolFee;
  const takenSupply = burntSupply + scaledForDeposit(protocolFee, indexRay);
  const emptied = collateralToLiquidator + taken.protocolFee === collateralBalance;
  return {
    ok: true,
    value: {
      closeFactorBps: taken.closeFactorBps,
      actualDebtToLiquidate: debt,
      actualCollateralToLiquidator: collateralToLiquidator,
      protocolFee,
      newPositions: account.positions.map((position) => ({
        asset: position.asset,
        scaledSupply: position.scaledSupply - (position.asset === collateralReserve.asset ? takenSupply : 0n),
        scaledVariableDebt: position.scaledVariableDebt - (position.asset === debtReserve.asset ? burntDebt : 0n),
        usedAsCollateral: position.usedAsCollateral && !(emptied && position.asset === collateralReserve.asset),
      })),
    },
  };
}

function coveredDebt(offered: bigint | 'max', allowed: bigint): bigint {
  return offered === 'max' || offered > allowed ? allowed : offered;
}

function positionIn(account: LiquidatableAccount, asset: string): AavePosition {
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
