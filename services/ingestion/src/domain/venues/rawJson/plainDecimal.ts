import { DECIMAL_EXPONENT_MAX } from '../venueLimits.js';
import { isPlainDecimal } from './isPlainDecimal.js';

const WITH_EXPONENT = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?[eE]([+-]?[0-9]{1,4})$/;

/**
 * A venue's number as the plain decimal that it means, digit for digit: `1.5e-7` is `0.00000015`. Undefined for what is
 * no number, or has an exponent beyond the bound.
 */
export function plainDecimal(text: string): string | undefined {
  if (isPlainDecimal(text)) return text;
  const match = WITH_EXPONENT.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentText = ''] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > DECIMAL_EXPONENT_MAX) return undefined;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const integer = padded.slice(0, at).replace(/^0+(?=[0-9])/, '');
  const rest = padded.slice(at);
  const plain = `${sign}${integer}${rest === '' ? '' : `.${rest}`}`;
  return isPlainDecimal(plain) ? plain : undefined;
}
