import { decimalToNumber, parseDecimal } from '@gimbal/money';
import { PRICE_USD_MAX } from '../../limits.js';

/** NaN for text that is no plain decimal. */
export function numberOf(text: string): number {
  const parsed = parseDecimal(text);
  return parsed.ok ? decimalToNumber(parsed.value) : Number.NaN;
}

export function isPrice(value: number): boolean {
  return value > 0 && value <= PRICE_USD_MAX;
}
