import { EXP } from '../../kernel/coefficients.gen.js';
import { LN2_PARTS } from './logarithmOfTwo.js';
import { powerOfTwo } from './powersOfTwo.js';

const [LN2_HIGH, LN2_LOW] = LN2_PARTS;
const LOG2_E = 1.4426950408889634;
/** 1.5·2^52: adding it rounds to a whole number. */
const ROUNDER = 6_755_399_441_055_744;

const [E0, E1, E2, E3, E4, E5, E6, E7, E8, E9] = EXP as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/**
 * factor·exp(argument + low), within 1 ulp, for arguments between -746 and 746: the twin of
 * libs/quant/assembly/exponential.ts.
 */
export function scaledExponential(argument: number, low: number, factor: number): number {
  const n = argument * LOG2_E + ROUNDER - ROUNDER;
  const r = argument - n * LN2_HIGH - n * LN2_LOW + low;
  const r2 = r * r;
  const even = (((E8 * r2 + E6) * r2 + E4) * r2 + E2) * r2 + E0;
  const odd = (((E9 * r2 + E7) * r2 + E5) * r2 + E3) * r2 + E1;
  const value = r2 * (odd * r + even) + r + 1;
  const half = n >> 1;
  return value * factor * powerOfTwo(half) * powerOfTwo(n - half);
}
