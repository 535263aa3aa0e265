import { MarkFailure } from '@gimbal/contracts/pricing/v1/mark_events';
import { MARK_COLUMNS, type MarksFrame } from './marksFrame.js';
import { selectRows } from './selectRows.js';

/** A column's tag and length, of which there are 15, the scalars, names of at most 160 bytes: less than this. */
const FIXED_BYTES = 512;
/** Every column, the age, and an index of at most 5 bytes as varint. */
const ROW_BYTES = MARK_COLUMNS.length * 8 + 4 + 5;
/** Tag and length of a nested message. */
const NESTED_BYTES = 4;

/**
 * A frame in chunks whose messages take at most `bytesMax` each, in order. A frame without rows is one chunk.
 * Row sizes are bounded from above, so a chunk may be a little shorter than it could be.
 */
export function splitFrame(frame: MarksFrame, bytesMax: number): MarksFrame[] {
  const chunks: number[][] = [[]];
  let bytes = FIXED_BYTES;
  for (const [row, index] of frame.indexes.entries()) {
    const failure = frame.failures.get(index);
    const failureBytes =
      failure === undefined ? 0 : MarkFailure.encode({ index, ...failure }).finish().length + NESTED_BYTES;
    const rowBytes = ROW_BYTES + failureBytes;
    if (bytes + rowBytes > bytesMax && chunks.at(-1)!.length > 0) {
      chunks.push([]);
      bytes = FIXED_BYTES;
    }
    chunks.at(-1)!.push(row);
    bytes += rowBytes;
  }
  if (chunks.length === 1) return [frame];
  return chunks.map((rows) => selectRows(frame, rows));
}
