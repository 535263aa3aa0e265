import { productError, residual } from './errorFree.js';
import { atanhTail, exponentBetween } from './logMoneyness.js';
import { powerOfTwo } from './powersOfTwo.js';
import { LN2_HIGH, LN2_LOW } from './scaledExponential.js';

/** Where {@link standardise} leaves what it found; one option at a time, so nothing is allocated. */
export const found = {
  x: 0,
  d1: 0,
  d2: 0,
  deviation: 0,
  inverseDeviation: 0,
  inverseForward: 0,
  sqrtTau: 0,
  inverseVariance: 0,
  exponent: 0,
  exponentLow: 0,
};

/**
 * d1 = z/s and d2 = (x - w/2)/s with x = ln(F/K), w = σ²τ, s = √w, z = x + w/2, and -d1²/2 in two parts: the twin of
 * standardisePrecise in libs/quant/assembly/standardise.ts, which says why.
 */
export function standardise(forward: number, strike: number, tau: number, vol: number): void {
  const e = exponentBetween(forward, strike);
  const scaled = strike * powerOfTwo(e);
  const sum = forward + scaled;
  const difference = forward - scaled;
  const sumLow = (forward < scaled ? forward : scaled) - (sum - (forward < scaled ? scaled : forward));
  const shared = 1 / (sum * forward);
  const inverseSum = shared * forward;
  const u = difference * inverseSum;
  const uLow = (residual(u, sum, difference) - u * sumLow) * inverseSum;
  const twoU = u + u;
  const whole = e * LN2_HIGH;
  const rough = whole + twoU;
  const roughLow = twoU - (rough - whole);
  const rest = roughLow + (e * LN2_LOW + (uLow + uLow + atanhTail(u)));
  const x = rough + rest;
  const xLow = rest - (x - rough);

  const square = vol * vol;
  const variance = square * tau;
  const varianceLow = productError(vol, vol, square) * tau + productError(square, tau, variance);
  const sqrtTau = Math.sqrt(tau);
  const deviation = vol * sqrtTau;
  const inverseVariance = 1 / variance;
  const inverseDeviation = deviation * inverseVariance;

  const half = variance * 0.5;
  const zRough = x + half;
  const back = zRough - x;
  const zRest = x - (zRough - back) + (half - back) + (varianceLow * 0.5 + xLow);
  const z = zRough + zRest;
  const zLow = zRest - (z - zRough);

  const ratio = z * inverseVariance;
  const ratioLow = (residual(ratio, variance, z) - ratio * varianceLow + zLow) * inverseVariance;
  const squared = ratio * z;
  const squaredLow = productError(ratio, z, squared) + (ratioLow * z + ratio * zLow);

  found.x = x;
  found.d1 = z * inverseDeviation;
  found.d2 = (x - half) * inverseDeviation;
  found.deviation = deviation;
  found.inverseDeviation = inverseDeviation;
  found.inverseForward = shared * sum;
  found.sqrtTau = sqrtTau;
  found.inverseVariance = inverseVariance;
  found.exponent = squared * -0.5;
  found.exponentLow = squaredLow * -0.5;
}
