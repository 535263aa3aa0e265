import type { LogRecord } from './record.js';

/**
 * The canonical bytes of a record, the ones that are hashed and that the PostgreSQL log stores:
 *
 *   u32 length of all that follows
 *   u32 length of key,   key in UTF-8
 *   u16 header count, then for each: u16 length, name, u16 length, value (UTF-8)
 *   u32 length of value, value
 *
 * Integers are little endian. A length prefix stands before each part, so two different records never share bytes.
 */
export function canonicalLength(record: LogRecord): number {
  let length = 4 + 4 + Buffer.byteLength(record.key) + 2 + 4 + record.value.length;
  for (const [name, value] of record.headers) length += 4 + Buffer.byteLength(name) + Buffer.byteLength(value);
  return length;
}

/** The canonical bytes of many records, one after the other, in one buffer. */
export function canonicalBytes(records: readonly LogRecord[]): Buffer {
  let total = 0;
  for (const record of records) total += canonicalLength(record);
  const buffer = Buffer.allocUnsafe(total);
  let at = 0;
  for (const record of records) at = writeCanonical(record, buffer, at);
  return buffer;
}

function writeCanonical(record: LogRecord, buffer: Buffer, start: number): number {
  let at = start + 4;
  const keyLength = buffer.write(record.key, at + 4);
  at = buffer.writeUInt32LE(keyLength, at) + keyLength;
  at = buffer.writeUInt16LE(record.headers.length, at);
  for (const [name, value] of record.headers) {
    at = writeShortText(buffer, name, at);
    at = writeShortText(buffer, value, at);
  }
  at = buffer.writeUInt32LE(record.value.length, at);
  buffer.set(record.value, at);
  at += record.value.length;
  buffer.writeUInt32LE(at - start - 4, start);
  return at;
}

function writeShortText(buffer: Buffer, text: string, at: number): number {
  const length = buffer.write(text, at + 2);
  if (length > 0xffff) throw new RangeError(`Expected a header of at most 65535 bytes, was ${length}.`);
  buffer.writeUInt16LE(length, at);
  return at + 2 + length;
}

/** Reads the records that `canonicalBytes` wrote. Throws RangeError when the bytes are cut or lie about a length. */
export function parseCanonical(bytes: Buffer): LogRecord[] {
  const records: LogRecord[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end > bytes.length)
      throw new RangeError(`Expected a record up to byte ${end}, the segment ends at ${bytes.length}.`);
    at += 4;
    const keyLength = bytes.readUInt32LE(at);
    const key = bytes.toString('utf8', at + 4, at + 4 + keyLength);
    at += 4 + keyLength;
    const headerCount = bytes.readUInt16LE(at);
    at += 2;
    const headers: [string, string][] = [];
    for (let i = 0; i < headerCount; i++) {
      const nameEnd = at + 2 + bytes.readUInt16LE(at);
      const name = bytes.toString('utf8', at + 2, nameEnd);
      const valueEnd = nameEnd + 2 + bytes.readUInt16LE(nameEnd);
      headers.push([name, bytes.toString('utf8', nameEnd + 2, valueEnd)]);
      at = valueEnd;
    }
    const valueLength = bytes.readUInt32LE(at);
    at += 4;
    if (at + valueLength !== end)
      throw new RangeError(`Expected a value that ends at byte ${end}, it ends at ${at + valueLength}.`);
    records.push({ key, headers, value: bytes.subarray(at, end) });
    at = end;
  }
  return records;
}
