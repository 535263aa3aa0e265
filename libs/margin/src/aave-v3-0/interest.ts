import { RAY, SECONDS_PER_YEAR } from '../aave/limits.js';
import { rayMul } from '../aave/wadRayMath.js';

/**
 * Growth of a variable debt over `elapsedSeconds` at a yearly rate in ray: three terms of the binomial series of
 * (1 + rate per second)^seconds (MathUtils, v3.0). Version 2 truncated the rate per second before multiplying, so its
 * published figures differ in the tenth digit.
 */
export function compoundedInterest(rateRay: bigint, elapsedSeconds: bigint): bigint {
  if (elapsedSeconds === 0n) return RAY;
  const less1 = elapsedSeconds - 1n;
  const less2 = elapsedSeconds > 2n ? elapsedSeconds - 2n : 0n;
  const ratePower2 = rayMul(rateRay, rateRay) / (SECONDS_PER_YEAR * SECONDS_PER_YEAR);
  const ratePower3 = rayMul(ratePower2, rateRay) / SECONDS_PER_YEAR;
  const firstTerm = (rateRay * elapsedSeconds) / SECONDS_PER_YEAR;
  const secondTerm = (elapsedSeconds * less1 * ratePower2) / 2n;
  const thirdTerm = (elapsedSeconds * less1 * less2 * ratePower3) / 6n;
  return RAY + firstTerm + secondTerm + thirdTerm;
}

/** A stored variable borrow index carried forward: `getReserveNormalizedVariableDebt`. */
export function normalizedVariableDebt(indexRay: bigint, borrowRateRay: bigint, elapsedSeconds: bigint): bigint {
  return rayMul(compoundedInterest(borrowRateRay, elapsedSeconds), indexRay);
}
