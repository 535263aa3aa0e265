import type { AaveAccount } from '../aave/account.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { type HealthSensitivities, healthSensitivitiesOf } from '../aave/healthSensitivities.js';
import { weighPositions } from './weighPositions.js';

/** How health moves with each asset that counts, as v3.0 weighs it. */
export function healthSensitivities(
  account: AaveAccount,
): AaveResult<HealthSensitivities, AaveAccountFailure | { readonly code: 'NoDebt' }> {
  const weighed = weighPositions(account);
  return weighed.ok ? healthSensitivitiesOf(weighed.value) : weighed;
}
