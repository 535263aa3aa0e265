import { type Decimal, decimalFromNumber, ZERO_DECIMAL } from '@gimbal/money';

/**
 * Signed units of the underlying that bring a delta to its target on the same side of zero: (±target − delta)/price. To
 * the target and not to zero, because inside a band trading costs more than it saves (Whalley and Wilmott 1997).
 * Rounded to the nearest step of `scale` digits, and down to the step where the cap on one action cuts it; zero when
 * the target is nearer than half a step.
 */
export function hedgeQuantity(
  deltaUsd: number,
  targetUsd: number,
  priceUsd: number,
  scale: number,
  maxNotionalUsd: number,
): Decimal {
  const wanted = (Math.sign(deltaUsd) * Math.abs(targetUsd) - deltaUsd) / priceUsd;
  const most = maxNotionalUsd / priceUsd;
  const isCut = Math.abs(wanted) > most;
  const rounded = decimalFromNumber(isCut ? Math.sign(wanted) * most : wanted, scale, isCut ? 'down' : 'halfEven');
  return rounded.ok ? rounded.value : ZERO_DECIMAL;
}
