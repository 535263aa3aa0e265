import type { AaveRuleset } from '../aave/aaveRuleset.js';
import { normalizedIncome } from '../aave/linearInterest.js';
import { balanceFromScaled, scaledForBorrow, scaledForDeposit } from '../aave-v3-0/scaledAmounts.js';
import { healthSensitivitiesV2 } from './healthSensitivitiesV2.js';
import { normalizedVariableDebtV2 } from './interest.js';
import { liquidationCallV2 } from './liquidationCallV2.js';
import { liquidationPriceV2 } from './liquidationPriceV2.js';
import { repayForHealthV2 } from './repayForHealthV2.js';
import { userAccountDataV2 } from './userAccountDataV2.js';

/** Aave v2 with ETH as its base currency: verified against its contracts, see test/chain. */
export const aaveV2 = {
  id: 'aave-v2',
  verified: true,
  userAccountData: userAccountDataV2,
  liquidationCall: liquidationCallV2,
  liquidationPrice: liquidationPriceV2,
  repayForHealth: repayForHealthV2,
  healthSensitivities: healthSensitivitiesV2,
  supplyBalance: balanceFromScaled,
  debtBalance: balanceFromScaled,
  scaledSupplyMinted: scaledForDeposit,
  scaledDebtMinted: scaledForBorrow,
  scaledDebtBurnt: scaledForBorrow,
  normalizedIncome,
  normalizedVariableDebt: normalizedVariableDebtV2,
} as const satisfies AaveRuleset;
