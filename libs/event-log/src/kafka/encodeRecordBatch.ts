import type { LogRecord } from '@gimbal/contracts';
import { crc32c } from './crc32c.js';
import { varintLength, writeVarint } from './varint.js';

export interface BatchOrigin {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** Number of the batch's first record among those of this producer in this partition. */
  readonly firstSequence: number;
  /** Retention counts from it. */
  readonly timestampMs: number;
}

/** Bytes before the first record. */
const BATCH_HEADER_BYTES = 61;
/** The checksum covers all from here on. */
const CHECKED_FROM = 21;

/** One batch of Kafka's format 2, uncompressed (https://kafka.apache.org/documentation/#recordbatch). */
export function encodeRecordBatch(records: readonly LogRecord[], origin: BatchOrigin): Buffer {
  const bodyLengths = records.map(bodyLength);
  const total = bodyLengths.reduce((sum, length) => sum + varintLength(length) + length, BATCH_HEADER_BYTES);
  const batch = Buffer.allocUnsafe(total);
  batch.writeBigInt64BE(0n, 0); // base offset: the broker's to say
  batch.writeInt32BE(total - 12, 8);
  batch.writeInt32BE(-1, 12); // partition leader epoch: the broker's to say
  batch[16] = 2; // format
  batch.writeInt16BE(0, CHECKED_FROM); // no compression, creation time, no transaction
  batch.writeInt32BE(records.length - 1, 23);
  batch.writeBigInt64BE(BigInt(origin.timestampMs), 27);
  batch.writeBigInt64BE(BigInt(origin.timestampMs), 35);
  batch.writeBigInt64BE(origin.producerId, 43);
  batch.writeInt16BE(origin.producerEpoch, 51);
  batch.writeInt32BE(origin.firstSequence, 53);
  batch.writeInt32BE(records.length, 57);
  let at = BATCH_HEADER_BYTES;
  for (let i = 0; i < records.length; i++) at = writeRecord(batch, records[i]!, i, bodyLengths[i]!, at);
  batch.writeUInt32BE(crc32c(batch, CHECKED_FROM), 17);
  return batch;
}

function bodyLength(record: LogRecord, offsetDelta: number): number {
  // Attributes and time delta take a byte each.
  let length = 2 + varintLength(offsetDelta) + varintLength(record.headers.length);
  length += prefixedLength(Buffer.byteLength(record.key)) + prefixedLength(record.value.length);
  for (const [name, value] of record.headers) {
    length += prefixedLength(Buffer.byteLength(name)) + prefixedLength(Buffer.byteLength(value));
  }
  return length;
}

function prefixedLength(length: number): number {
  return varintLength(length) + length;
}

function writeRecord(batch: Buffer, record: LogRecord, offsetDelta: number, length: number, start: number): number {
  let at = writeVarint(batch, length, start);
  batch[at++] = 0; // attributes
  batch[at++] = 0; // time delta
  at = writeVarint(batch, offsetDelta, at);
  at = writeText(batch, record.key, at);
  at = writeVarint(batch, record.value.length, at);
  batch.set(record.value, at);
  at = writeVarint(batch, record.headers.length, at + record.value.length);
  for (const [name, value] of record.headers) at = writeText(batch, value, writeText(batch, name, at));
  return at;
}

function writeText(batch: Buffer, text: string, start: number): number {
  const length = Buffer.byteLength(text);
  const at = writeVarint(batch, length, start);
  batch.write(text, at);
  return at + length;
}
