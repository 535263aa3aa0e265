import { baseCurrencyOf } from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';

/** A price or total of a market as a number of its base currency: USD, or ETH on Aave v2. */
export function inBaseCurrency(base: bigint, ruleset: string): number {
  return decimalToNumber(fromUnits(base, baseCurrencyOf(ruleset).decimals));
}
