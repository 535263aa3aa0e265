import type { Decimal } from './decimal.js';
import { formatDecimal } from './formatDecimal.js';

/**
 * The float64 nearest to the exact value, ties to even; beyond the largest float64 it is ±Infinity.
 *
 * The text goes through the engine's own reader: ECMAScript lets an engine ignore digits after the 20th, V8 doesn't,
 * and a property test holds every digit to the exact half-ulp bound so that another engine could not slip in.
 */
export function decimalToNumber(value: Decimal): number {
  return Number(formatDecimal(value));
}
