import { erfcScaled } from './erfcScaled.js';
import { erfSmall } from './erfSmall.js';
import { expOfMinusSquare } from './expOfMinusSquare.js';

const INVERSE_SQRT_TWO = 0.7071067811865476;

/**
 * Cumulative standard normal distribution, N(x) = erfc(-x/√2)/2, relative error about 1e-15 in the lower tail too.
 * The exponential is taken of x itself: rounding x/√2 first would cost x²/2 times the last bit.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const scaled = Math.abs(x) * INVERSE_SQRT_TWO;
  if (scaled <= 0.46875) return 0.5 + 0.5 * erfSmall(x * INVERSE_SQRT_TWO);
  const tail = 0.5 * expOfMinusSquare(x, 0.5) * erfcScaled(scaled);
  return x < 0 ? tail : 1 - tail;
}
