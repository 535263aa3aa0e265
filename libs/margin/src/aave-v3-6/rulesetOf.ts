import type { AaveAccount } from '../aave/account.js';
import type { AaveRuleset } from '../aave/aaveRuleset.js';
import { healthSensitivitiesOf } from '../aave/healthSensitivities.js';
import { normalizedIncome } from '../aave/linearInterest.js';
import { solveLiquidationPrice } from '../aave/solveLiquidationPrice.js';
import { solveRepayForHealth } from '../aave/solveRepayForHealth.js';
import { rayMul } from '../aave/wadRayMath.js';
import { liquidationCall } from './liquidationCall.js';
import type { AaveV3Rules } from './rules.js';
import { userAccountData } from './userAccountData.js';
import { weighPositions } from './weighPositions.js';

/** The operations of a version on an account, each with the version's own rules inside. */
export function rulesetOf<Id extends string>(
  id: Id,
  verified: boolean,
  rules: AaveV3Rules,
): AaveRuleset & { readonly id: Id } {
  const valuation = {
    userAccountData: (account: AaveAccount) => userAccountData(rules, account),
    weighPositions: (account: AaveAccount) => weighPositions(rules, account),
    debtBalance: rules.debtBalance,
    scaledDebtBurnt: rules.scaledDebtBurnt,
  };
  return {
    id,
    verified,
    userAccountData: valuation.userAccountData,
    liquidationCall: (account, request) => liquidationCall(rules, account, request),
    liquidationPrice: (account, asset) => solveLiquidationPrice(valuation, account, asset),
    repayForHealth: (account, debtAsset, targetHealthWad) =>
      solveRepayForHealth(valuation, account, debtAsset, targetHealthWad),
    healthSensitivities: (account) => {
      const weighed = weighPositions(rules, account);
      return weighed.ok ? healthSensitivitiesOf(weighed.value) : weighed;
    },
    supplyBalance: rules.supplyBalance,
    debtBalance: rules.debtBalance,
    scaledSupplyMinted: rules.scaledSupplyMinted,
    scaledDebtMinted: rules.scaledDebtMinted,
    scaledDebtBurnt: rules.scaledDebtBurnt,
    normalizedIncome,
    normalizedVariableDebt: (indexRay, borrowRateRay, elapsedSeconds) =>
      rayMul(rules.compoundedInterest(borrowRateRay, elapsedSeconds), indexRay),
  };
}
