import type { AaveUserAccountData } from '../aave/account.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { userAccountData } from '../aave-v3-0/userAccountData.js';
import type { AaveV2Account } from './account.js';
import { debtInUnits } from './debtInUnits.js';

/**
 * What `LendingPool.getUserAccountData` of Aave v2 returns for this account, in the same integers: base amounts in ETH
 * with 18 decimals, averages floored to whole basis points before they are used.
 */
export function userAccountDataV2(account: AaveV2Account): AaveResult<AaveUserAccountData, AaveAccountFailure> {
  const converted = debtInUnits(account);
  return converted.ok ? userAccountData(converted.value) : converted;
}
