/** Bytes of a zigzag varint of a number that is not negative (Kafka's `Varint`, the protobuf sint32 encoding). */
export function varintLength(value: number): number {
  if (value < 0x40) return 1;
  if (value < 0x2000) return 2;
  if (value < 0x10_0000) return 3;
  if (value < 0x800_0000) return 4;
  return 5;
}

/** Writes a number that is not negative and below 2^31; returns where the next byte stands. */
export function writeVarint(buffer: Buffer, value: number, start: number): number {
  let at = start;
  // The last bit is the sign; the shift may pass bit 31, hence the unsigned one.
  let rest = (value << 1) >>> 0;
  while (rest > 0x7f) {
    buffer[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[at++] = rest;
  return at;
}
