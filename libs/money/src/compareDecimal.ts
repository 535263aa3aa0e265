import type { Decimal } from './decimal.js';
import { powerOfTen } from './powerOfTen.js';

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`, whatever their scales. */
export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const left = a.unscaled * powerOfTen(Math.max(0, b.scale - a.scale));
  const right = b.unscaled * powerOfTen(Math.max(0, a.scale - b.scale));
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function isZeroDecimal(value: Decimal): boolean {
  return value.unscaled === 0n;
}
