import type { AaveRuleset } from '../aave/aaveRuleset.js';
import { normalizedIncome } from '../aave/linearInterest.js';
import { healthSensitivities } from './healthSensitivities.js';
import { normalizedVariableDebt } from './interest.js';
import { liquidationCall } from './liquidationCall.js';
import { liquidationPrice } from './liquidationPrice.js';
import { repayForHealth } from './repayForHealth.js';
import { balanceFromScaled, scaledForBorrow, scaledForDeposit } from './scaledAmounts.js';
import { userAccountData } from './userAccountData.js';

/** Aave v3.0, as deployed with POOL_REVISION 1: verified against its contracts, see test/chain. */
export const aaveV30 = {
  id: 'aave-v3.0',
  verified: true,
  userAccountData,
  liquidationCall,
  liquidationPrice,
  repayForHealth,
  healthSensitivities,
  supplyBalance: balanceFromScaled,
  debtBalance: balanceFromScaled,
  scaledSupplyMinted: scaledForDeposit,
  scaledDebtMinted: scaledForBorrow,
  scaledDebtBurnt: scaledForBorrow,
  normalizedIncome,
  normalizedVariableDebt,
} as const satisfies AaveRuleset;
