import type { Mark } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { InstrumentMark } from '../domain/latestMark.js';

/** The wire's mark of one instrument; NaN where it could not be valued. */
export function toMark(instrumentId: string, { values, ageMs, failure }: InstrumentMark, source: string): Mark {
  return {
    instrumentId,
    ...values,
    ageMs,
    failureCode: failure?.code ?? '',
    failureReason: failure?.reason ?? '',
    source,
  };
}
