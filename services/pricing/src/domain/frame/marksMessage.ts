import { packDoubles, packUint16, packUint32, unpackDoubles, unpackUint16, unpackUint32 } from '@gimbal/contracts';
import type { MarkFailure, MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import {
  type Failure,
  type FailureCode,
  MARK_COLUMNS,
  type MarkColumn,
  type MarksFrame,
  type RowSources,
} from './marksFrame.js';

/** Which kernel wrote the bits: changes whenever the same inputs may give other bits. */
export const KERNEL = 'float64-plain-3';

/** When and how a frame is published. */
export interface Publication {
  readonly step: number;
  readonly timeUs: bigint;
  readonly kept: boolean;
  /** For a live frame, where the kept frame stands that it amends; 0 for a kept one. */
  readonly keyFrameOffset: number;
}

/** The message of a frame. */
export function fromFrame(frame: MarksFrame, publication: Publication): MarksPublished {
  const columns = Object.fromEntries(
    MARK_COLUMNS.map((name) => [name, columnBytes(name, frame.columns[name])]),
  ) as Record<MarkColumn, Buffer>;
  return {
    underlying: frame.underlying,
    step: BigInt(publication.step),
    timeUs: publication.timeUs,
    kept: publication.kept,
    instrumentIndexes: [...frame.indexes],
    ...columns,
    ageMs: bufferOf(packUint32(frame.ageMs)),
    failures: [...frame.failures].map(([index, failure]): MarkFailure => ({ index, ...failure })),
    keyFrameOffset: BigInt(publication.keyFrameOffset),
    spotUsd: frame.spotUsd,
    kernel: KERNEL,
    sourceCode: bufferOf(packUint16(frame.sources.codes)),
    sources: [...frame.sources.sources],
    confidence: bufferOf(frame.sources.confidence),
    agreeing: bufferOf(frame.sources.agreeing),
    spotSource: frame.spotSource,
  };
}

/** The frame of a message. Throws RangeError when a column is cut: pricing reads only what it wrote itself. */
export function toFrame(message: MarksPublished): MarksFrame {
  const columns = Object.fromEntries(MARK_COLUMNS.map((name) => [name, columnOf(message, name)]));
  return {
    underlying: message.underlying,
    spotUsd: message.spotUsd,
    indexes: Uint32Array.from(message.instrumentIndexes),
    columns: columns as Record<MarkColumn, Float64Array>,
    ageMs: unpackUint32(message.ageMs),
    sources: toSources(message),
    spotSource: message.spotSource,
    failures: new Map(message.failures.map((failure) => [failure.index, toFailure(failure)])),
  };
}

/** Most frames have nothing that follows another asset and no borrowing: such a column is left out, and is read as it was. */
function columnBytes(name: MarkColumn, column: Float64Array): Buffer {
  const leftOut = LEFT_OUT.get(name);
  const says = leftOut === undefined || column.some((value) => !Object.is(value, leftOut));
  return says ? bufferOf(packDoubles(column)) : Buffer.alloc(0);
}

/** What every row of a column that is left out holds. */
const LEFT_OUT: ReadonlyMap<MarkColumn, number> = new Map([
  ['trackedUsd', Number.NaN],
  ['shortChargeUsdPerDay', 0],
]);

/** Frames from before a column was there stand for what their readers took them for. */
function columnOf(message: MarksPublished, name: MarkColumn): Float64Array {
  const bytes = message[name];
  const { length } = message.instrumentIndexes;
  if (bytes.length > 0 || length === 0) return unpackDoubles(bytes);
  switch (name) {
    case 'deltaStickyDelta':
      return unpackDoubles(message.delta);
    case 'lvrUsdPerDay':
    case 'shortChargeUsdPerDay':
      return new Float64Array(length);
    default:
      return new Float64Array(length).fill(Number.NaN);
  }
}

/** Frames from before there were sources have none: each row says so with code 0. */
function toSources({ instrumentIndexes, sourceCode, sources, confidence, agreeing }: MarksPublished): RowSources {
  const { length } = instrumentIndexes;
  return {
    codes: sourceCode.length === 0 ? new Uint16Array(length) : unpackUint16(sourceCode),
    sources,
    confidence: confidence.length === 0 ? new Uint8Array(length) : Uint8Array.from(confidence),
    agreeing: agreeing.length === 0 ? new Uint8Array(length) : Uint8Array.from(agreeing),
  };
}

function toFailure({ code, reason, valueKept }: MarkFailure): Failure {
  return { code: code as FailureCode, reason, valueKept };
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
