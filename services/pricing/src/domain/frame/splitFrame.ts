import { MarkFailure } from '@gimbal/contracts/pricing/v1/mark_events';
import { MARK_COLUMNS, type MarksFrame } from './marksFrame.js';
import { sourceOf } from './rowSources.js';
import { selectRows } from './selectRows.js';

/** A column's tag and length, of which there are 22, the scalars, names of at most 160 bytes each: less than this. */
const FIXED_BYTES = 768;
/** Every column, the age, the source's code, confidence, agreement, and an index of at most 5 bytes as varint. */
const ROW_BYTES = MARK_COLUMNS.length * 8 + 4 + 2 + 1 + 1 + 5;
/** Tag and length of a nested message. */
const NESTED_BYTES = 4;

/**
 * A frame in chunks whose messages take at most `bytesMax` each, in order. A frame without rows is one chunk.
 * Row sizes are bounded from above, so a chunk may be a little shorter than it could be.
 */
export function splitFrame(frame: MarksFrame, bytesMax: number): MarksFrame[] {
  const chunks: number[][] = [[]];
  let bytes = FIXED_BYTES;
  let named = new Set<string>();
  for (const [row, index] of frame.indexes.entries()) {
    const failure = frame.failures.get(index);
    const failureBytes =
      failure === undefined ? 0 : MarkFailure.encode({ index, ...failure }).finish().length + NESTED_BYTES;
    const source = sourceOf(frame.sources, row);
    const rowBytes = ROW_BYTES + failureBytes;
    if (bytes + rowBytes + nameBytes(source, named) > bytesMax && chunks.at(-1)!.length > 0) {
      chunks.push([]);
      bytes = FIXED_BYTES;
      named = new Set();
    }
    chunks.at(-1)!.push(row);
    bytes += rowBytes + nameBytes(source, named);
    named.add(source);
  }
  if (chunks.length === 1) return [frame];
  return chunks.map((rows) => selectRows(frame, rows));
}

/** A source is named once a chunk. UTF-16 units take at most three bytes each. */
function nameBytes(source: string, named: ReadonlySet<string>): number {
  return named.has(source) ? 0 : source.length * 3 + NESTED_BYTES;
}
