import { emptyColumns, type Failure, type MarksFrame } from '../frame/marksFrame.js';
import type { ListedInstrument } from '../listedInstruments.js';
import { USD } from '../marketDirectory.js';
import { openInputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { type OptionTask, valueOptions } from './optionBatch.js';
import { spotPrice } from './spotPrice.js';
import { valueRow } from './valueRow.js';

/**
 * Values every listed instrument of one underlying (in order of index) at the view's instant. Total: what has no value
 * says why.
 */
export function priceUnderlying(underlying: string, listed: readonly ListedInstrument[], view: MarketView): MarksFrame {
  const columns = emptyColumns(listed.length);
  const ageMs = new Uint32Array(listed.length);
  const failures = new Map<number, Failure>();
  const tasks: OptionTask[] = [];
  for (const [row, one] of listed.entries()) {
    const inputs = openInputs(view);
    const failure = valueRow(row, one.instrument, view, inputs, columns, tasks);
    if (failure !== undefined) failures.set(one.index, failure);
    ageMs[row] = inputs.ageMs;
  }
  for (const [row, failure] of valueOptions(tasks, columns)) failures.set(listed[row]!.index, failure);
  const indexes = Uint32Array.from(listed, ({ index }) => index);
  const spotUsd = underlying === USD ? 1 : (spotPrice(underlying, view, openInputs(view)) ?? 0);
  return { underlying, spotUsd, indexes, columns, ageMs, failures };
}
