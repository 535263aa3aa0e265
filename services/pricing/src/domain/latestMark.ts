import { type Failure, MARK_COLUMNS, type MarksFrame, type MarkValues } from './frame/marksFrame.js';
import { rowOf } from './frame/rowOf.js';
import { sourceOf } from './frame/rowSources.js';
import type { ListedRow, PricingState } from './pricingState.js';

/** One instrument's row of a frame. */
export interface InstrumentMark {
  readonly values: MarkValues;
  readonly ageMs: number;
  readonly failure: Failure | undefined;
  /** `kind:name`; empty where there is none. */
  readonly source: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly agreeing: number;
}

const CONFIDENCE_BYTE_MAX = 255;

/** The newest mark of an instrument: of the live frame where that amends the kept one, else of the kept one. */
export function latestMark(state: PricingState, { underlying, index }: ListedRow): InstrumentMark | undefined {
  const kept = state.keptFrames.get(underlying);
  const live = state.liveFrames.get(underlying);
  const amended = kept !== undefined && live !== undefined && live.step > kept.step;
  return (amended ? markAt(live.frame, index) : undefined) ?? (kept && markAt(kept.frame, index));
}

/** The mark in the row of an instrument's index; undefined when the frame has no such row. */
export function markAt(frame: MarksFrame, index: number): InstrumentMark | undefined {
  const row = rowOf(frame, index);
  if (row === -1) return undefined;
  const values = Object.fromEntries(MARK_COLUMNS.map((name) => [name, frame.columns[name][row]!]));
  return {
    values: values as MarkValues,
    ageMs: frame.ageMs[row]!,
    failure: frame.failures.get(index),
    source: sourceOf(frame.sources, row),
    confidence: frame.sources.confidence[row]! / CONFIDENCE_BYTE_MAX,
    agreeing: frame.sources.agreeing[row]!,
  };
}
