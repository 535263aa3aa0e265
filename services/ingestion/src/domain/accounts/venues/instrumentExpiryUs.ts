import { parseInstrument } from '@gimbal/instruments';

const US_PER_MS = 1000n;

/** When an instrument expires, microseconds; undefined for one that doesn't, and for what is no instrument's name. */
export function instrumentExpiryUs(instrumentId: string): bigint | undefined {
  const parsed = parseInstrument(instrumentId);
  return 'expiryMs' in parsed ? BigInt(parsed.expiryMs) * US_PER_MS : undefined;
}
