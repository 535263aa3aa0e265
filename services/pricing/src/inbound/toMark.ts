import type { Mark } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { InstrumentMark } from '../domain/latestMark.js';

/** What is known of a mark when it is asked for, beyond what was published. */
export interface MarkExplanation {
  readonly source: string;
  readonly refusedSources: readonly string[];
}

const NOTHING: MarkExplanation = { source: '', refusedSources: [] };

/** The wire's mark of one instrument; NaN where it could not be valued. */
export function toMark(
  instrumentId: string,
  { values, ageMs, failure, source, confidence, agreeing }: InstrumentMark,
  explanation: MarkExplanation = NOTHING,
): Mark {
  return {
    instrumentId,
    ...values,
    ageMs,
    failureCode: failure?.code ?? '',
    failureReason: failure?.reason ?? '',
    source: explanation.source,
    markSource: source,
    confidence,
    agreeing,
    refusedSources: [...explanation.refusedSources],
  };
}
