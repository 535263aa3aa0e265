import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { JOURNAL_LINE_BYTES_MAX } from '../../../limits.js';
import { decodeLine, type JournalLine } from './journalLine.js';
import type { SegmentFile } from './segmentFiles.js';

const NEWLINE = 0x0a;

/** A line, and how many bytes of the segment end with it. */
export interface PlacedLine {
  readonly line: JournalLine;
  readonly endsAt: number;
}

/**
 * The lines of a segment up to the first that isn't whole. Whoever reads on behind a bad line would guess; what that
 * means (a torn tail, or a broken disk) is for the reader to say, who knows whether it is the last segment.
 */
export async function* segmentLines(path: string, compressed: SegmentFile['compressed']): AsyncGenerator<PlacedLine> {
  const file = createReadStream(path);
  const stream = compressed ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => stream.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  let endsAt = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (;;) {
      const newline = bytes.indexOf(NEWLINE, from);
      if (newline < 0) break;
      const line = decodeLine(bytes.subarray(from, newline));
      endsAt += newline + 1 - from;
      from = newline + 1;
      if (line === undefined) return;
      yield { line, endsAt };
    }
    rest = bytes.subarray(from);
    if (rest.length > JOURNAL_LINE_BYTES_MAX) return;
  }
}
