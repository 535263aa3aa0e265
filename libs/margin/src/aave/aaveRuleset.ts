import type { AaveAccount, AaveUserAccountData, LiquidatableAccount } from './account.js';
import type { DebtRounding } from './accountValuation.js';
import type { AaveAccountFailure, AaveResult, LiquidationRefusal } from './failures.js';
import type { HealthSensitivities } from './healthSensitivities.js';
import type { Liquidation, LiquidationRequest } from './liquidation.js';
import type { LiquidationPrice, LiquidationPriceFailure } from './solveLiquidationPrice.js';
import type { RepayFailure } from './solveRepayForHealth.js';

/** How a version turns amounts into the scaled units of its tokens and back; amounts in token units, indices in ray. */
export interface AaveRounding extends DebtRounding {
  supplyBalance(scaledSupply: bigint, liquidityIndexRay: bigint): bigint;
  scaledSupplyMinted(amount: bigint, liquidityIndexRay: bigint): bigint;
  scaledDebtMinted(amount: bigint, variableBorrowIndexRay: bigint): bigint;
}

/** What every version of Aave answers of an account, so that a caller needs no more than the id of the ruleset. */
export interface AaveRuleset extends AaveRounding {
  readonly id: string;
  /** Whether its figures were held to the contracts of this very version. */
  readonly verified: boolean;
  userAccountData(account: AaveAccount): AaveResult<AaveUserAccountData, AaveAccountFailure>;
  liquidationCall(
    account: LiquidatableAccount,
    request: LiquidationRequest,
  ): AaveResult<Liquidation, AaveAccountFailure | LiquidationRefusal>;
  liquidationPrice(account: AaveAccount, asset: string): AaveResult<LiquidationPrice, LiquidationPriceFailure>;
  repayForHealth(account: AaveAccount, debtAsset: string, targetHealthWad: bigint): AaveResult<bigint, RepayFailure>;
  healthSensitivities(
    account: AaveAccount,
  ): AaveResult<HealthSensitivities, AaveAccountFailure | { readonly code: 'NoDebt' }>;
  /** A stored liquidity index carried forward, `getReserveNormalizedIncome`: ray, ray a year, seconds. */
  normalizedIncome(indexRay: bigint, liquidityRateRay: bigint, elapsedSeconds: bigint): bigint;
  /** A stored variable borrow index carried forward, `getReserveNormalizedVariableDebt`. */
  normalizedVariableDebt(indexRay: bigint, borrowRateRay: bigint, elapsedSeconds: bigint): bigint;
}
