import { type Decimal, requireScale } from './decimal.js';
import { divideRounded, type RoundingMode } from './divideRounded.js';
import { powerOfTen } from './powerOfTen.js';

/** The same value with `scale` fractional digits; digits that no longer fit are rounded by `mode`. */
export function rescaleDecimal(value: Decimal, scale: number, mode: RoundingMode): Decimal {
  requireScale(scale);
  if (scale >= value.scale) {
    return { unscaled: value.unscaled * powerOfTen(scale - value.scale), scale };
  }
  return { unscaled: divideRounded(value.unscaled, powerOfTen(value.scale - scale), mode), scale };
}
