import { formatDecimal, parseDecimal } from '@gimbal/money';
import type { Instrument } from '@gimbal/instruments';

/** A contract size divides a power of ten, or there is no exact number of contracts; 18 decimals are enough for all listed. */
const DECIMALS_MAX = 18;

/**
 * An amount of a venue in units of the instrument: inverse contracts are counted in dollars by Deribit and in contracts by
 * Gimbal. Undefined when the quotient has no finite decimal form.
 */
export function amountInUnits(amount: string, instrument: Instrument): string | undefined {
  if ((instrument.kind !== 'perp' && instrument.kind !== 'future') || !instrument.inverse) return amount;
  const parsed = parseDecimal(amount);
  const { contractSizeUsd } = instrument;
  if (!parsed.ok || !Number.isSafeInteger(contractSizeUsd) || contractSizeUsd <= 0) return undefined;
  const size = BigInt(contractSizeUsd);
  let { unscaled, scale } = parsed.value;
  while (unscaled % size !== 0n) {
    if (scale >= DECIMALS_MAX) return undefined;
    unscaled *= 10n;
    scale += 1;
  }
  return formatDecimal({ unscaled: unscaled / size, scale });
}
