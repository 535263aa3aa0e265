import { emptyColumns, type Failure, type MarksFrame } from '../frame/marksFrame.js';
import type { ListedInstrument } from '../listedInstruments.js';
import { encodeSources } from '../frame/rowSources.js';
import { USD } from '../marketDirectory.js';
import { openInputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { type OptionTask, valueOptions } from './optionBatch.js';
import { spotPrice } from './spotPrice.js';
import { valueRow } from './valueRow.js';

/** Confidence and witnesses take a byte each. */
const CONFIDENCE_MAX = 255;
const AGREEING_MAX = 255;

/**
 * Values every listed instrument of one underlying (in order of index) at the view's instant. Total: what has no value
 * says why.
 */
export function priceUnderlying(underlying: string, listed: readonly ListedInstrument[], view: MarketView): MarksFrame {
  const columns = emptyColumns(listed.length);
  const ageMs = new Uint32Array(listed.length);
  const failures = new Map<number, Failure>();
  const tasks: OptionTask[] = [];
  const names: string[] = [];
  const confidence = new Float64Array(listed.length);
  const agreeing = new Uint8Array(listed.length);
  for (const [row, one] of listed.entries()) {
    const inputs = openInputs(view);
    const failure = valueRow(row, one.instrument, view, inputs, columns, tasks);
    if (failure !== undefined) failures.set(one.index, failure);
    ageMs[row] = inputs.ageMs;
    const source = failure?.valueKept === false ? undefined : inputs.source;
    names.push(source?.source ?? '');
    confidence[row] = inputs.confidence;
    agreeing[row] = Math.min(AGREEING_MAX, source?.agreeing ?? 0);
  }
  for (const [row, failure] of valueOptions(tasks, columns)) failures.set(listed[row]!.index, failure);
  const indexes = Uint32Array.from(listed, ({ index }) => index);
  const spotInputs = openInputs(view);
  const spotUsd = underlying === USD ? 1 : (spotPrice(underlying, view, spotInputs) ?? 0);
  const bytes = Uint8Array.from(listed, ({ index }, row) => confidenceByte(confidence[row]!, failures.get(index)));
  const sources = { ...encodeSources(names), confidence: bytes, agreeing };
  const spotSource = spotInputs.source?.source ?? '';
  return { underlying, spotUsd, indexes, columns, ageMs, sources, spotSource, failures };
}

/** Nothing is to be trusted about a mark in doubt. A range without its carry is a good mark all the same. */
function confidenceByte(confidence: number, failure: Failure | undefined): number {
  const isTrusted = failure === undefined || (failure.code === 'missing_input' && failure.valueKept);
  return isTrusted ? Math.round(confidence * CONFIDENCE_MAX) : 0;
}
