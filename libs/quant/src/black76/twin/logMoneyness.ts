import { ATANH } from '../../kernel/coefficients.gen.js';
import { productError, residual } from './errorFree.js';
import { LN2_PARTS } from './logarithmOfTwo.js';
import { powerOfTwo } from './powersOfTwo.js';
import { scratch } from './scratch.js';

const { inverseForward, x, xLow } = scratch;

const [A0, A1, A2, A3, A4, A5, A6, A7] = ATANH as [number, number, number, number, number, number, number, number];

const [LN2_HIGH, LN2_LOW] = LN2_PARTS;
const HALF_MANTISSA = 0x80000;

const doubles = new Float64Array(2);
const words = new Int32Array(doubles.buffer);

/** e for which strike·2^e lies within [2/3, 3/2] of the forward, from the bits of both. */
export function exponentBetween(forward: number, strike: number): number {
  doubles[0] = forward;
  doubles[1] = strike;
  const borrow = +(words[0]! >>> 0 < words[2]! >>> 0);
  return (words[1]! - words[3]! - borrow + HALF_MANTISSA) >> 20;
}

/**
 * ln(F/K) in two parts, and 1/F: the twin of the first half of libs/quant/assembly/standardise.ts. The strike is scaled
 * by a power of two into [2/3, 3/2] of the forward, by the bits of both.
 */
export function writeLogMoneyness(forward: Float64Array, strike: Float64Array, from: number, rows: number): void {
  for (let i = 0; i < rows; i++) {
    const e = exponentBetween(forward[from + i]!, strike[from + i]!);
    const price = forward[from + i]!;
    const scaled = strike[from + i]! * powerOfTwo(e);
    const sum = price + scaled;
    const difference = price - scaled;
    const sumLow = Math.min(price, scaled) - (sum - Math.max(price, scaled));
    const shared = 1 / (sum * price);
    const inverseSum = shared * price;
    const u = difference * inverseSum;
    const uLow = (residual(u, sum, difference) - u * sumLow) * inverseSum;
    const twoU = u + u;
    const whole = e * LN2_HIGH;
    const rough = whole + twoU;
    const roughLow = twoU - (rough - whole);
    const rest = roughLow + (e * LN2_LOW + atanhTailPrecise(u, uLow));
    const sumOfParts = rough + rest;
    x[i] = sumOfParts;
    xLow[i] = rest - (sumOfParts - rough);
    inverseForward[i] = shared * sum;
  }
}

/** 2 atanh(u) - 2u. */
export function atanhTail(u: number): number {
  const w = u * u;
  const w2 = w * w;
  const even = ((A6 * w2 + A4) * w2 + A2) * w2 + A0;
  const odd = ((A7 * w2 + A5) * w2 + A3) * w2 + A1;
  return u * w * (odd * w + even);
}

/** 2 atanh(u + uLow) - 2u, with the cube in two parts. */
function atanhTailPrecise(u: number, uLow: number): number {
  const w = u * u;
  const cube = u * w;
  const cubeLow = u * productError(u, u, w) + productError(u, w, cube);
  const w2 = w * w;
  const even = ((A7 * w2 + A5) * w2 + A3) * w2 + A1;
  const odd = (A6 * w2 + A4) * w2 + A2;
  const higher = cube * (w * (odd * w + even));
  const twoULow = uLow + uLow;
  const small = twoULow * w + (A0 * cubeLow + higher);
  return A0 * cube + small + twoULow;
}
