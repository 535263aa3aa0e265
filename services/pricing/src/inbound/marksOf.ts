import type { Mark } from '@gimbal/contracts/pricing/v1/pricing_service';
import { type Instrument, parseInstrument, parseFailureText } from '@gimbal/instruments';
import { RpcFailure } from '@gimbal/runtime';
import { latestMark } from '../domain/latestMark.js';
import { type ListedInstrument, listedInstruments } from '../domain/listedInstruments.js';
import type { MarketDirectory } from '../domain/marketDirectory.js';
import type { PricingState } from '../domain/pricingState.js';
import { marketView } from '../domain/valuation/marketView.js';
import { markSource } from '../domain/valuation/markSource.js';
import { refusedSources } from '../domain/valuation/refusedSources.js';
import { GET_MARKS_INSTRUMENTS_MAX } from '../limits.js';
import { type MarkExplanation, toMark } from './toMark.js';

/**
 * The newest marks of the instruments, or of all when none is named, each with its source. Throws INVALID_ARGUMENT for
 * what is no id and NOT_FOUND for what is not listed, naming the field. An instrument that has been listed but not
 * priced yet is left out of "all", and NOT_FOUND by name.
 */
export function marksOf(
  state: PricingState,
  instrumentIds: readonly string[],
  directory: MarketDirectory,
  timeUs: bigint,
): Mark[] {
  const view = marketView(state, directory, timeUs);
  const explain = (instrument: Instrument, published: string): MarkExplanation => ({
    source: markSource(instrument, view, published),
    refusedSources: refusedSources(instrument, view),
  });
  const mark = (one: ListedInstrument): Mark | undefined => {
    const latest = latestMark(state, one);
    return latest && toMark(one.instrumentId, latest, explain(one.instrument, latest.source));
  };
  if (instrumentIds.length === 0) {
    return [...listedInstruments(state).values()].flat().flatMap((one) => mark(one) ?? []);
  }
  if (instrumentIds.length > GET_MARKS_INSTRUMENTS_MAX) {
    const message = `Expected at most ${GET_MARKS_INSTRUMENTS_MAX} instruments, was ${instrumentIds.length}.`;
    throw new RpcFailure('INVALID_ARGUMENT', message, { field: 'instrument_ids' });
  }
  return instrumentIds.map((instrumentId, i) => {
    const field = `instrument_ids[${i}]`;
    const instrument = parseInstrument(instrumentId);
    if (instrument.kind === 'failure')
      throw new RpcFailure('INVALID_ARGUMENT', parseFailureText(instrument), { field });
    const row = state.listings.get(instrumentId);
    const found = row && mark({ ...row, instrumentId, instrument });
    if (found === undefined) {
      throw new RpcFailure('NOT_FOUND', `Expected an instrument that is priced, was ${instrumentId}.`, { field });
    }
    return found;
  });
}
