import { event } from '@gimbal/contracts';
import { InstrumentListed } from '@gimbal/contracts/pricing/v1/mark_events';
import { parseFailureText, parseInstrument } from '@gimbal/instruments';
import type { CommandDecision, Draft } from '@gimbal/projection';
import { LIST_REQUEST_INSTRUMENTS_MAX, UNDERLYING_INSTRUMENTS_MAX } from '../limits.js';
import { listedInstruments } from './listedInstruments.js';
import type { MarketDirectory } from './marketDirectory.js';
import type { PricingState } from './pricingState.js';
import { underlyingOf } from './underlyingOf.js';

/** Gives each new instrument the next index of its underlying. One that is listed already says nothing again. */
export function decideListing(
  state: PricingState,
  instrumentIds: readonly string[],
  directory: MarketDirectory,
): CommandDecision {
  if (instrumentIds.length === 0 || instrumentIds.length > LIST_REQUEST_INSTRUMENTS_MAX) {
    const expected = `Expected 1 to ${LIST_REQUEST_INSTRUMENTS_MAX} instruments, was ${instrumentIds.length}.`;
    return refused('instrument_ids', expected);
  }
  const listed = listedInstruments(state);
  const nextIndexes = new Map<string, number>();
  const drafts: Draft[] = [];
  const seen = new Set<string>();
  for (const [i, instrumentId] of instrumentIds.entries()) {
    const field = `instrument_ids[${i}]`;
    const instrument = parseInstrument(instrumentId);
    if (instrument.kind === 'failure') return refused(field, parseFailureText(instrument));
    const support = underlyingOf(instrument, directory);
    if (support.kind === 'unsupported') return refused(field, support.reason);
    if (state.listings.has(instrumentId) || seen.has(instrumentId)) continue;
    seen.add(instrumentId);
    const { underlying } = support;
    const index = nextIndexes.get(underlying) ?? listed.get(underlying)?.length ?? 0;
    if (index >= UNDERLYING_INSTRUMENTS_MAX) {
      return refused(
        field,
        `Expected fewer than ${UNDERLYING_INSTRUMENTS_MAX} instruments of ${underlying}, was ${index}.`,
      );
    }
    nextIndexes.set(underlying, index + 1);
    const fact = event(InstrumentListed, { instrumentId, underlying, index });
    drafts.push({ topic: 'marks.kept', key: underlying, event: fact });
  }
  return { kind: 'accepted', drafts };
}

function refused(field: string, message: string): CommandDecision {
  return { kind: 'refused', code: 'INVALID_ARGUMENT', field, message };
}
