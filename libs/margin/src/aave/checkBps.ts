import type { AaveAccountFailure } from './failures.js';

/** Undefined for a parameter in basis points from `min` to `max`, both included. */
export function checkBps(
  asset: string,
  field: string,
  found: bigint,
  min: bigint,
  max: bigint,
): AaveAccountFailure | undefined {
  return found < min || found > max ? { code: 'ValueOutOfRange', asset, field, found, min, max } : undefined;
}
