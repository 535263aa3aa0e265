import type { AaveAccount, LiquidatableAccount } from '../aave/account.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { type HealthSensitivities, healthSensitivitiesOf } from '../aave/healthSensitivities.js';
import { normalizedIncome } from '../aave/linearInterest.js';
import type { LiquidationRequest } from '../aave/liquidation.js';
import { solveLiquidationPrice } from '../aave/solveLiquidationPrice.js';
import { solveRepayForHealth } from '../aave/solveRepayForHealth.js';
import { rayMul } from '../aave/wadRayMath.js';
import { liquidationCall } from './liquidationCall.js';
import type { AaveV3Rules } from './rules.js';
import { userAccountData } from './userAccountData.js';
import { weighPositions } from './weighPositions.js';

/** The operations of a version on an account, each with the version's own rules inside. */
export function rulesetOf<Id extends string>(id: Id, verified: boolean, rules: AaveV3Rules) {
  const valuation = {
    userAccountData: (account: AaveAccount) => userAccountData(rules, account),
    weighPositions: (account: AaveAccount) => weighPositions(rules, account),
    debtBalance: rules.debtBalance,
    scaledDebtBurnt: rules.scaledDebtBurnt,
  };
  return {
    id,
    /** Whether its figures were held to the contracts of this very version. */
    verified,
    userAccountData: valuation.userAccountData,
    liquidationCall: (account: LiquidatableAccount, request: LiquidationRequest) =>
      liquidationCall(rules, account, request),
    liquidationPrice: (account: AaveAccount, asset: string) => solveLiquidationPrice(valuation, account, asset),
    repayForHealth: (account: AaveAccount, debtAsset: string, targetHealthWad: bigint) =>
      solveRepayForHealth(valuation, account, debtAsset, targetHealthWad),
    healthSensitivities: (
      account: AaveAccount,
    ): AaveResult<HealthSensitivities, AaveAccountFailure | { readonly code: 'NoDebt' }> => {
      const weighed = weighPositions(rules, account);
      return weighed.ok ? healthSensitivitiesOf(weighed.value) : weighed;
    },
    supplyBalance: rules.supplyBalance,
    debtBalance: rules.debtBalance,
    scaledDebtBurnt: rules.scaledDebtBurnt,
    /** A stored liquidity index carried forward, `getReserveNormalizedIncome`: ray, rate a year, seconds. */
    normalizedIncome,
    /** A stored variable borrow index carried forward, `getReserveNormalizedVariableDebt`. */
    normalizedVariableDebt: (indexRay: bigint, borrowRateRay: bigint, elapsedSeconds: bigint) =>
      rayMul(rules.compoundedInterest(borrowRateRay, elapsedSeconds), indexRay),
  } as const;
}
