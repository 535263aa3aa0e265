import { type Decimal, requireScale } from './decimal.js';
import { divideRounded, type RoundingMode } from './divideRounded.js';
import { powerOfTen } from './powerOfTen.js';

/** a + b, exact, at the larger of the two scales. */
export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return {
    unscaled: a.unscaled * powerOfTen(scale - a.scale) + b.unscaled * powerOfTen(scale - b.scale),
    scale,
  };
}

/** a - b, exact, at the larger of the two scales. */
export function subDecimal(a: Decimal, b: Decimal): Decimal {
  return addDecimal(a, negDecimal(b));
}

/** a · b, exact; the scales add up, and a sum beyond DECIMAL_SCALE_MAX throws a DecimalError. */
export function mulDecimal(a: Decimal, b: Decimal): Decimal {
  return { unscaled: a.unscaled * b.unscaled, scale: requireScale(a.scale + b.scale) };
}

/** a / b with `scale` fractional digits, rounded once by `mode`. Throws a RangeError when `b` is zero. */
export function divDecimal(a: Decimal, b: Decimal, scale: number, mode: RoundingMode): Decimal {
  requireScale(scale);
  const numerator = a.unscaled * powerOfTen(b.scale + scale);
  return { unscaled: divideRounded(numerator, b.unscaled * powerOfTen(a.scale), mode), scale };
}

export function negDecimal(value: Decimal): Decimal {
  return { unscaled: -value.unscaled, scale: value.scale };
}

export function absDecimal(value: Decimal): Decimal {
  return value.unscaled < 0n ? negDecimal(value) : value;
}
