import { ATANH } from '../../kernel/coefficients.gen.js';

const [A0, A1, A2, A3, A4, A5, A6, A7] = ATANH as [number, number, number, number, number, number, number, number];

const doubles = new Float64Array(2);
const words = new Int32Array(doubles.buffer);
const HALF_MANTISSA = 0x80000;

/**
 * e for which strike·2^e lies within [2/3, 3/2] of the forward, from the bits of both: the twin of
 * libs/quant/assembly/logMoneyness.ts. Two prices within a quarter of each other have e = 0 whatever their bits.
 */
export function exponentBetween(forward: number, strike: number): number {
  const lesser = forward < strike ? forward : strike;
  const greater = forward < strike ? strike : forward;
  if (greater * 3 < lesser * 4) return 0;
  doubles[0] = forward;
  doubles[1] = strike;
  const borrow = words[0]! >>> 0 < words[2]! >>> 0 ? 1 : 0;
  return (words[1]! - words[3]! - borrow + HALF_MANTISSA) >> 20;
}

/** 2 atanh(u) - 2u. */
export function atanhTail(u: number): number {
  const w = u * u;
  const w2 = w * w;
  const even = ((A6 * w2 + A4) * w2 + A2) * w2 + A0;
  const odd = ((A7 * w2 + A5) * w2 + A3) * w2 + A1;
  return u * w * (odd * w + even);
}
