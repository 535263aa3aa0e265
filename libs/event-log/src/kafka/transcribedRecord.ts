/** Above this a call that copies is cheaper than a loop. */
const COPY_BYTES_MIN = 48;

/**
 * One record of a batch of Kafka, copied into canonical bytes (libs/contracts, canonicalBytes): the same key, headers and
 * value, with fixed lengths in the place of varints, and the value behind the headers.
 * Source of the format: https://kafka.apache.org/documentation/#record
 */
export class TranscribedRecord {
  offsetDelta = 0;
  /** Where the next record begins. */
  end = 0;
  private start = 0;
  private at = 0;

  constructor(private readonly body: Buffer) {}

  /** Goes to the record at `start`, and reads no further than its offset. */
  open(start: number): void {
    this.at = start;
    const length = this.readVarint();
    this.start = this.at;
    this.end = this.at + length;
    this.at++; // attributes
    while (this.body[this.at++]! > 0x7f); // time delta, up to ten bytes
    this.offsetDelta = this.readVarint();
  }

  /** Each varint of one byte or more becomes two or four bytes. */
  get canonicalBytesMax(): number {
    return (this.end - this.start) * 2 + 16;
  }

  /** Writes the record at `start` and returns where it ends; 0 when its headers aren't sorted by ASCII names. */
  write(out: Buffer, start: number): number {
    const { body } = this;
    let to = start + 8;
    const keyLength = Math.max(0, this.readVarint());
    writeUint32(out, start + 4, keyLength);
    to = this.copy(out, to, keyLength);
    const valueLength = Math.max(0, this.readVarint());
    const valueStart = this.at;
    this.at += valueLength;
    const headerCount = this.readVarint();
    writeUint16(out, to, headerCount);
    to += 2;
    let lastName = 0;
    let lastLength = 0;
    for (let i = 0; i < headerCount; i++) {
      const nameLength = Math.max(0, this.readVarint());
      if (!isSorted(body, lastName, lastLength, this.at, nameLength)) return 0;
      lastName = this.at;
      lastLength = nameLength;
      writeUint16(out, to, nameLength);
      to = this.copy(out, to + 2, nameLength);
      const textLength = Math.max(0, this.readVarint());
      if (nameLength > 0xffff || textLength > 0xffff) return 0;
      writeUint16(out, to, textLength);
      to = this.copy(out, to + 2, textLength);
    }
    writeUint32(out, to, valueLength);
    this.at = valueStart;
    to = this.copy(out, to + 4, valueLength);
    writeUint32(out, start, to - start - 4);
    return to;
  }

  private copy(out: Buffer, to: number, length: number): number {
    const { body, at } = this;
    if (length < COPY_BYTES_MIN) for (let i = 0; i < length; i++) out[to + i] = body[at + i]!;
    else body.copy(out, to, at, at + length);
    this.at = at + length;
    return to + length;
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

/** Whether the second name is ASCII and stands after the first; a name that stands twice is no header of ours. */
function isSorted(body: Buffer, first: number, firstLength: number, second: number, secondLength: number): boolean {
  for (let i = 0; i < secondLength; i++) if (body[second + i]! > 0x7f) return false;
  const common = Math.min(firstLength, secondLength);
  for (let i = 0; i < common; i++) {
    if (body[first + i] !== body[second + i]) return body[first + i]! < body[second + i]!;
  }
  return firstLength < secondLength;
}

function writeUint16(out: Buffer, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
}

function writeUint32(out: Buffer, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
  out[at + 2] = value >>> 16;
  out[at + 3] = value >>> 24;
}
