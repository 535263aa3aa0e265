import type { Decimal } from './decimal.js';

/**
 * The one text of a value: no trailing zeros after the point, no bare point, no "-0". Equal values give equal text, so
 * the text may be hashed and compared.
 */
export function formatDecimal(value: Decimal): string {
  const negative = value.unscaled < 0n;
  const digits = (negative ? -value.unscaled : value.unscaled).toString().padStart(value.scale + 1, '0');
  const pointAt = digits.length - value.scale;
  const whole = digits.slice(0, pointAt);
  const fraction = digits.slice(pointAt).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
