import { type Decimal, requireScale } from './decimal.js';
import type { RoundingMode } from './divideRounded.js';
import { rescaleDecimal } from './rescaleDecimal.js';

/** Whole tokens from a contract's integer units, exact: `fromUnits(1_500_000n, 6)` is 1.5. */
export function fromUnits(units: bigint, decimals: number): Decimal {
  return { unscaled: units, scale: requireScale(decimals) };
}

/** A contract's integer units from whole tokens; digits finer than the token's decimals are rounded by `mode`. */
export function toUnits(value: Decimal, decimals: number, mode: RoundingMode): bigint {
  return rescaleDecimal(value, decimals, mode).unscaled;
}
