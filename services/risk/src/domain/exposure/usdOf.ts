import { BASE_CURRENCY_DECIMALS } from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';

/** USD of an amount in a lending pool's base currency. */
export function usdOf(base: bigint): number {
  return decimalToNumber(fromUnits(base, BASE_CURRENCY_DECIMALS));
}
