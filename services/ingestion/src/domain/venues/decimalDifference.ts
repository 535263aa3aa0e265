import { decimalOf, formatDecimal, subDecimal } from '@gimbal/money';

/** `minuend` less `subtrahend`, exact. Both must be plain decimals, as `ExactFields` reads them. */
export function differenceOf(minuend: string, subtrahend: string): string {
  return formatDecimal(subDecimal(decimalOf(minuend), decimalOf(subtrahend)));
}
