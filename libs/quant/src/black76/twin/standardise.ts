import { productError, residual } from './errorFree.js';
import { scratch } from './scratch.js';

const {
  d1,
  d2,
  deviation,
  exponent,
  exponentLow,
  inverseDeviation,
  inverseVariance,
  sqrtTau,
  variance,
  varianceLow,
  x,
  xLow,
} = scratch;

/** w = σ²τ in two parts, s = √w and their inverses: the twin of libs/quant/assembly/standardise.ts. */
export function writeVariance(tau: Float64Array, vol: Float64Array, from: number, rows: number): void {
  for (let i = 0; i < rows; i++) {
    const years = tau[from + i]!;
    const sigma = vol[from + i]!;
    const square = sigma * sigma;
    const total = square * years;
    const root = Math.sqrt(years);
    const width = sigma * root;
    const inverse = 1 / total;
    variance[i] = total;
    varianceLow[i] = productError(sigma, sigma, square) * years + productError(square, years, total);
    sqrtTau[i] = root;
    deviation[i] = width;
    inverseVariance[i] = inverse;
    inverseDeviation[i] = width * inverse;
  }
}

/** d1 = z/s and d2 = (x - w/2)/s with z = x + w/2, and -d1²/2 = -z²/(2w) in two parts. */
export function writeDeviations(rows: number): void {
  for (let i = 0; i < rows; i++) {
    const log = x[i]!;
    const total = variance[i]!;
    const half = total * 0.5;
    const zRough = log + half;
    const back = zRough - log;
    const zRest = log - (zRough - back) + (half - back) + (varianceLow[i]! * 0.5 + xLow[i]!);
    const z = zRough + zRest;
    const zLow = zRest - (z - zRough);
    const inverse = inverseVariance[i]!;
    const ratio = z * inverse;
    const ratioLow = (residual(ratio, total, z) - ratio * varianceLow[i]! + zLow) * inverse;
    const squared = ratio * z;
    const squaredLow = productError(ratio, z, squared) + (ratioLow * z + ratio * zLow);
    d1[i] = z * inverseDeviation[i]!;
    d2[i] = (log - half) * inverseDeviation[i]!;
    exponent[i] = squared * -0.5;
    exponentLow[i] = squaredLow * -0.5;
  }
}
