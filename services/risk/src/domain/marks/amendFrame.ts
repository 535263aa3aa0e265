import { unpackDoubles } from '@gimbal/contracts';
import type { MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import type { FactRef } from '../riskState.js';
import {
  type FrameFailure,
  MARK_COLUMN_NAMES,
  type MarkColumnName,
  type MarkFrame,
  OPTIONAL_MARK_COLUMN_NAMES,
  type OptionalMarkColumnName,
} from './markFrame.js';

/**
 * The frame of an underlying after a record of marks.
 * - The first kept record of a step begins a frame, further ones of the step are its chunks.
 * - A live record amends what stands, unless kept marks of its step or a later one already do.
 */
export function amendFrame(frame: MarkFrame | undefined, marks: MarksPublished, source: FactRef): MarkFrame {
  const step = Number(marks.step);
  if (frame !== undefined && marks.kept && step < frame.step) return frame;
  if (frame !== undefined && !marks.kept && (frame.kept ? step <= frame.step : step < frame.step)) return frame;
  const isChunk = frame?.kept === true && frame.step === step;
  const base = marks.kept && !isChunk ? undefined : frame;
  const count = marks.priceUsd.byteLength / Float64Array.BYTES_PER_ELEMENT;
  const indexes = indexesOf(marks, count);
  const size = Math.max(base?.sourceOf.length ?? 0, sizeFor(indexes));
  const sources = [...(base?.sources ?? []), source];
  return {
    underlying: marks.underlying,
    step,
    timeUs: marks.timeUs,
    kept: marks.kept,
    spotUsd: marks.spotUsd,
    columns: columnsOf(base, marks, indexes, size),
    shortChargeUsdPerDay: shortChargesOf(base?.shortChargeUsdPerDay, marks, indexes, size),
    failures: failuresOf(base, marks, indexes),
    sources,
    sourceOf: amended(base?.sourceOf, indexes, size, sources.length),
  };
}

function indexesOf(marks: MarksPublished, count: number): readonly number[] {
  return marks.instrumentIndexes.length > 0
    ? marks.instrumentIndexes
    : Array.from({ length: count }, (_, index) => index);
}

function sizeFor(indexes: readonly number[]): number {
  return indexes.reduce((size, index) => Math.max(size, index + 1), 0);
}

function columnsOf(
  base: MarkFrame | undefined,
  marks: MarksPublished,
  indexes: readonly number[],
  size: number,
): MarkFrame['columns'] {
  const columns = {} as Record<MarkColumnName | OptionalMarkColumnName, Float64Array>;
  for (const name of [...MARK_COLUMN_NAMES, ...OPTIONAL_MARK_COLUMN_NAMES])
    columns[name] = columnOf(base?.columns[name], unpackDoubles(marks[name]), indexes, size);
  return columns;
}

/** A column that the record leaves out has no values for its instruments: they stay NaN, and the exposure says so. */
function columnOf(
  base: Float64Array | undefined,
  values: Float64Array,
  indexes: readonly number[],
  size: number,
): Float64Array {
  const column = new Float64Array(size).fill(NaN);
  if (base !== undefined) column.set(base);
  for (let i = 0; i < indexes.length; i++) column[indexes[i]!] = values[i] ?? NaN;
  return column;
}

/** A record without the column says 0 for all of its instruments; while nobody has said any other there is no column. */
function shortChargesOf(
  base: Float64Array | undefined,
  marks: MarksPublished,
  indexes: readonly number[],
  size: number,
): Float64Array | undefined {
  if (base === undefined && marks.shortChargeUsdPerDay.byteLength === 0) return undefined;
  const values = unpackDoubles(marks.shortChargeUsdPerDay);
  const charges = new Float64Array(size);
  if (base !== undefined) charges.set(base);
  // NaN stands where an instrument has no mark, and then nothing of it counts.
  for (let i = 0; i < indexes.length; i++) charges[indexes[i]!] = values[i] || 0;
  return charges;
}

function failuresOf(
  base: MarkFrame | undefined,
  marks: MarksPublished,
  indexes: readonly number[],
): ReadonlyMap<number, FrameFailure> {
  const failures = new Map(base?.failures);
  for (const index of indexes) failures.delete(index);
  for (const { index, code, reason, valueKept } of marks.failures) failures.set(index, { code, reason, valueKept });
  return failures;
}

function amended(
  base: Uint16Array | undefined,
  indexes: readonly number[],
  size: number,
  ordinal: number,
): Uint16Array {
  const sourceOf = new Uint16Array(size);
  if (base !== undefined) sourceOf.set(base);
  for (const index of indexes) sourceOf[index] = ordinal;
  return sourceOf;
}
