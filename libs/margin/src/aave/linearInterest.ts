import { RAY, SECONDS_PER_YEAR } from './limits.js';
import { rayMul } from './wadRayMath.js';

/** Growth of a supply over `elapsedSeconds` at a yearly rate in ray: 1 + rate·t, in ray (MathUtils, every version). */
export function linearInterest(rateRay: bigint, elapsedSeconds: bigint): bigint {
  return RAY + (rateRay * elapsedSeconds) / SECONDS_PER_YEAR;
}

/** A stored liquidity index carried forward: `getReserveNormalizedIncome`. */
export function normalizedIncome(indexRay: bigint, liquidityRateRay: bigint, elapsedSeconds: bigint): bigint {
  return rayMul(linearInterest(liquidityRateRay, elapsedSeconds), indexRay);
}
