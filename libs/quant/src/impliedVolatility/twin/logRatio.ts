import { atanhTail, exponentBetween } from '../../black76/twin/logMoneyness.js';
import { powerOfTwo } from '../../black76/twin/powersOfTwo.js';
import { LN2_PARTS } from '../../black76/twin/logarithmOfTwo.js';
import { ATANH_ROUGH, LOG2_ROUGH } from './coefficients.gen.js';

/* The twin of libs/quant/assembly/impliedVolatility/logRatio.ts, operation for operation. */

const [ROUGH0, ROUGH1] = ATANH_ROUGH as [number, number];
const [L0, L1, L2, L3, L4] = LOG2_ROUGH as [number, number, number, number, number];

const [LN2_HIGH, LN2_LOW] = LN2_PARTS;
const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
const MANTISSA_WORD = 0xfffff;
const ONE_WORD = 0x3ff00000;
const EXPONENT_BIAS = 1_023;

/** ln(n/d) + addend, with whole powers of two and the addend first. */
export function logRatioPlus(n: number, d: number, addend: number, fine: boolean): number {
  const e = exponentBetween(n, d);
  const scaled = d * powerOfTwo(e);
  const u = (n - scaled) / (n + scaled);
  const rest = u + u + (e * LN2_LOW + (fine ? atanhTail(u) : roughTail(u)));
  return e * LN2_HIGH + addend + rest;
}

function roughTail(u: number): number {
  const w = u * u;
  return u * w * (ROUGH1 * w + ROUGH0);
}

/** log2 of a positive number, within 1e-4. */
export function log2Rough(value: number): number {
  double[0] = value;
  const e = (words[1]! >>> 20) - EXPONENT_BIAS;
  words[1] = (words[1]! & MANTISSA_WORD) | ONE_WORD;
  const m = double[0]!;
  return e + ((((L4 * m + L3) * m + L2) * m + L1) * m + L0);
}
