import type { TokenMoved } from './erc20Facts.js';

/**
 * A holder's balance after a transfer, in the token's integers. It may fall below zero where the balance before wasn't
 * whole; nothing hides that, since the reconciliation has to find it.
 */
export function balanceAfterMove(units: bigint, holder: string, moved: TokenMoved): bigint {
  const out = moved.from === holder ? moved.units : 0n;
  const into = moved.to === holder ? moved.units : 0n;
  return units - out + into;
}
