import { RAY, SECONDS_PER_YEAR } from '../aave/limits.js';
import { rayMul } from '../aave/wadRayMath.js';

/**
 * Growth of a debt over `elapsedSeconds` at a yearly rate in ray: three terms of the binomial series, with the rate per
 * second cut off to whole rays before anything else (MathUtils, v2). Supplies grow as in v3.0: `linearInterest`.
 */
export function compoundedInterestV2(rateRay: bigint, elapsedSeconds: bigint): bigint {
  if (elapsedSeconds === 0n) return RAY;
  const less1 = elapsedSeconds - 1n;
  const less2 = elapsedSeconds > 2n ? elapsedSeconds - 2n : 0n;
  const ratePerSecond = rateRay / SECONDS_PER_YEAR;
  const ratePower2 = rayMul(ratePerSecond, ratePerSecond);
  const ratePower3 = rayMul(ratePower2, ratePerSecond);
  const secondTerm = (elapsedSeconds * less1 * ratePower2) / 2n;
  const thirdTerm = (elapsedSeconds * less1 * less2 * ratePower3) / 6n;
  return RAY + ratePerSecond * elapsedSeconds + secondTerm + thirdTerm;
}

/** A stored variable borrow index carried forward: `getReserveNormalizedVariableDebt` of v2. */
export function normalizedVariableDebtV2(indexRay: bigint, borrowRateRay: bigint, elapsedSeconds: bigint): bigint {
  return rayMul(compoundedInterestV2(borrowRateRay, elapsedSeconds), indexRay);
}

/**
 * A stable debt carried forward from its last change, in token units: `StableDebtToken.balanceOf`. The principal is
 * `principalBalanceOf`, the rate the account's own (`getUserStableRate`), and the time since `getUserLastUpdated`.
 */
export function stableDebtBalance(principal: bigint, stableRateRay: bigint, elapsedSeconds: bigint): bigint {
  return rayMul(principal, compoundedInterestV2(stableRateRay, elapsedSeconds));
}
