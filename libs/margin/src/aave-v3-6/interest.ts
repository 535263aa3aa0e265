import { RAY, SECONDS_PER_YEAR } from '../aave/limits.js';
import { rayMul } from '../aave/wadRayMath.js';

/**
 * Growth of a variable debt over `elapsedSeconds` at a yearly rate in ray: with x = rate·t, three terms of e^x, as
 * 1 + x + x·(x/2 + x·(x/6)) (MathUtils from v3.4 on). Up to v3.3 it was the binomial series of a second's rate.
 */
export function compoundedInterest(rateRay: bigint, elapsedSeconds: bigint): bigint {
  const x = (rateRay * elapsedSeconds) / SECONDS_PER_YEAR;
  return RAY + x + rayMul(x, x / 2n + rayMul(x, x / 6n));
}
