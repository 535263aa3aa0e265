import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import type { HealthSensitivities } from '../aave/healthSensitivities.js';
import { healthSensitivities } from '../aave-v3-0/healthSensitivities.js';
import type { AaveV2Account } from './account.js';
import { debtInUnits } from './debtInUnits.js';

/**
 * Derivatives of health as in v3.0. A stable debt moves with its asset's price as a variable one does; the point of the
 * borrow rate is on both of an asset's debts.
 */
export function healthSensitivitiesV2(
  account: AaveV2Account,
): AaveResult<HealthSensitivities, AaveAccountFailure | { readonly code: 'NoDebt' }> {
  const converted = debtInUnits(account);
  return converted.ok ? healthSensitivities(converted.value) : converted;
}
