import { erfcScaled } from './erfcScaled.js';
import { erfSmall } from './erfSmall.js';
import { expOfMinusSquare } from './expOfMinusSquare.js';

/** The complementary error function, relative error about 1e-15 down to where it leaves the doubles (x near 26.5). */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const magnitude = Math.abs(x);
  if (magnitude <= 0.46875) return 1 - erfSmall(x);
  const upper = expOfMinusSquare(magnitude, 1) * erfcScaled(magnitude);
  return x > 0 ? upper : 2 - upper;
}
