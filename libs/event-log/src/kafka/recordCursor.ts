import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { canonicalBytes } from '@gimbal/contracts';
import type { StoredRecord } from '../eventLog.js';
import type { Segment } from '../segmentReader.js';
import { TranscribedRecord } from './transcribedRecord.js';

/** Bytes of a batch before its records, and before its length has been read. */
const BATCH_HEADER_BYTES = 61;
const LENGTH_END = 12;
const CONTROL_BATCH = 0x20;
const COMPRESSION = 0x07;
/** A piece of canonical bytes: small enough for the processor's cache while it is folded, unless one record is larger. */
const PIECE_BYTES = 96 * 1024;

/**
 * The offset after the last whole batch of fetched bytes, or undefined when there is none. A broker may cut the last
 * batch of an answer; it comes again whole with the next.
 */
export function offsetAfter(bytes: Buffer): number | undefined {
  let after: number | undefined;
  for (let at = 0; batchEnd(bytes, at) <= bytes.length; at = batchEnd(bytes, at)) {
    after = Number(bytes.readBigInt64BE(at)) + bytes.readInt32BE(at + 23) + 1;
  }
  return after;
}

function batchEnd(bytes: Buffer, at: number): number {
  return at + BATCH_HEADER_BYTES > bytes.length ? Infinity : at + LENGTH_END + bytes.readInt32BE(at + 8);
}

/** Reads the records of fetched batches one piece at a time. Values are views of the fetched bytes. */
export class RecordCursor {
  /** Where the next batch begins. */
  private batchAt = 0;
  private body: Buffer = Buffer.alloc(0);
  private at = 0;
  private recordsLeft = 0;
  private baseOffset = 0;

  /** `from`: records below it are passed over, since a broker returns the whole batch that holds an offset. */
  constructor(
    private readonly bytes: Buffer,
    private readonly from: number,
  ) {}

  /** Bytes of the records taken so far, in Kafka's encoding: a little less than their canonical ones. */
  takenBytes = 0;

  /** The next records, at most so many, and no further once about `maxBytes` are taken; empty at the end. */
  take(maxRecords: number, maxBytes: number): StoredRecord[] {
    const records: StoredRecord[] = [];
    const enough = this.takenBytes + maxBytes;
    while (records.length < maxRecords && this.takenBytes < enough) {
      if (this.recordsLeft === 0 && !this.openBatch()) break;
      const start = this.at;
      const record = this.readRecord();
      if (!record) continue;
      records.push(record);
      this.takenBytes += this.at - start;
    }
    return records;
  }

  /**
   * The next records below `to` in their canonical bytes, without an object for any that is written as we write them;
   * undefined at the end. Not to be mixed with `take`.
   */
  takeSegment(to: number): Segment | undefined {
    while (this.recordsLeft > 0 || this.openBatch()) {
      const segment = this.transcribe(to);
      if (segment) return segment;
    }
    return undefined;
  }

  private transcribe(to: number): Segment | undefined {
    const transcribed = new TranscribedRecord(this.body);
    let out: Buffer<ArrayBuffer> | undefined;
    let end = 0;
    let baseOffset = 0;
    let count = 0;
    for (; this.recordsLeft > 0; this.recordsLeft--) {
      transcribed.open(this.at);
      const offset = this.baseOffset + transcribed.offsetDelta;
      if (offset < this.from || offset >= to) {
        this.at = transcribed.end;
        continue;
      }
      if (count === 0) baseOffset = offset;
      else if (offset !== baseOffset + count) break;
      const bytesMax = transcribed.canonicalBytesMax;
      out ??= Buffer.allocUnsafe(Math.max(PIECE_BYTES, bytesMax));
      if (end + bytesMax > out.length) break;
      const next = transcribed.write(out, end);
      if (next > 0) {
        end = next;
      } else {
        // Headers in another order, or names that aren't ASCII: by way of an object, which sorts them.
        const bytes = canonicalBytes([this.readRecord()!]);
        this.recordsLeft++; // counted by the loop
        out = Buffer.concat([out.subarray(0, end), bytes], Math.max(out.length, end + bytes.length));
        end += bytes.length;
      }
      this.at = transcribed.end;
      count++;
    }
    return out && { baseOffset, count, bytes: out.subarray(0, end) };
  }

  private openBatch(): boolean {
    const { bytes } = this;
    for (let end = batchEnd(bytes, this.batchAt); end <= bytes.length; end = batchEnd(bytes, this.batchAt)) {
      const start = this.batchAt;
      this.batchAt = end;
      const format = bytes[start + 16];
      if (format !== 2) throw new RangeError(`Expected a batch of format 2, was ${format}.`);
      const attributes = bytes.readInt16BE(start + 21);
      this.baseOffset = Number(bytes.readBigInt64BE(start));
      const last = this.baseOffset + bytes.readInt32BE(start + 23);
      if (last < this.from || (attributes & CONTROL_BATCH) !== 0) continue;
      this.recordsLeft = bytes.readInt32BE(start + 57);
      this.body = decompress(bytes.subarray(start + BATCH_HEADER_BYTES, end), attributes & COMPRESSION);
      this.at = 0;
      if (this.recordsLeft > 0) return true;
    }
    return false;
  }

  private readRecord(): StoredRecord | undefined {
    this.recordsLeft--;
    const end = this.readVarint() + this.at;
    this.at++; // attributes
    while (this.body[this.at++]! > 0x7f); // time delta, up to ten bytes
    const offset = this.baseOffset + this.readVarint();
    if (offset < this.from) {
      this.at = end;
      return undefined;
    }
    const key = this.readText();
    const valueLength = Math.max(0, this.readVarint());
    const value = this.body.subarray(this.at, this.at + valueLength);
    this.at += valueLength;
    const headers = this.readHeaders();
    this.at = end;
    return { key, headers, value, offset };
  }

  private readHeaders(): (readonly [string, string])[] {
    const count = this.readVarint();
    const headers: (readonly [string, string])[] = [];
    let isSorted = true;
    for (let i = 0; i < count; i++) {
      const name = this.readText();
      headers.push([name, this.readText()]);
      if (i > 0 && headers[i - 1]![0] > name) isSorted = false;
    }
    // Another producer may have written them in its own order; above the port they are canonical.
    if (!isSorted) headers.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return headers;
  }

  private readText(): string {
    const length = this.readVarint();
    if (length <= 0) return '';
    const start = this.at;
    this.at += length;
    return this.body.toString('utf8', start, this.at);
  }

  private readVarint(): number {
    let byte = this.body[this.at++]!;
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = this.body[this.at++]!;
      value |= (byte & 0x7f) << shift;
    }
    return (value >>> 1) ^ -(value & 1);
  }
}

/** We write no compressed batches, but a topic may be set to compress. snappy and lz4 would need a library each. */
function decompress(body: Buffer, codec: number): Buffer {
  if (codec === 0) return body;
  if (codec === 1) return gunzipSync(body);
  if (codec === 4) return zstdDecompressSync(body);
  throw new RangeError(`Expected a batch without compression, or with gzip (1) or zstd (4), was codec ${codec}.`);
}
