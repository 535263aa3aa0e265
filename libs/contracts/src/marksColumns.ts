const BYTES_PER_DOUBLE = 8;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
/** Which of a double's two words in memory is the low one. */
const LOW_WORD = LITTLE_ENDIAN ? 0 : 1;
const NAN_HIGH_WORD = 0x7ff80000;
const BYTES_PER_UINT32 = 4;
const BYTES_PER_UINT16 = 2;

/**
 * A column of float64 as the bytes of MarksPublished: IEEE 754 doubles, little endian, one after the other.
 * Every NaN is written as the one quiet NaN 0x7ff8000000000000, so that equal columns have equal bytes: a NaN's payload
 * is left to the engine (ECMA-262, SetValueInBuffer).
 */
export function packDoubles(values: Float64Array): Uint8Array {
  const copy = new Float64Array(values);
  const words = new Uint32Array(copy.buffer);
  for (let index = 0; index < copy.length; index++) {
    if (!Number.isNaN(copy[index]!)) continue;
    words[2 * index + LOW_WORD] = 0;
    words[2 * index + 1 - LOW_WORD] = NAN_HIGH_WORD;
  }
  const bytes = new Uint8Array(copy.buffer);
  if (!LITTLE_ENDIAN) Buffer.from(copy.buffer).swap64();
  return bytes;
}

/**
 * The doubles of a column, copied: decoded bytes are a view into the record at any offset, and a Float64Array must
 * start at a multiple of 8.
 * Throws RangeError when the length is no multiple of 8.
 */
export function unpackDoubles(bytes: Uint8Array): Float64Array {
  const values = new Float64Array(countOf(bytes, BYTES_PER_DOUBLE));
  const copy = Buffer.from(values.buffer);
  copy.set(bytes);
  if (!LITTLE_ENDIAN) copy.swap64();
  return values;
}

/** A column of uint32 (ages in milliseconds), little endian, one after the other. */
export function packUint32(values: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * BYTES_PER_UINT32);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) view.setUint32(index * BYTES_PER_UINT32, values[index]!, true);
  return bytes;
}

/** The uint32s of a column, copied. Throws RangeError when the length is no multiple of 4. */
export function unpackUint32(bytes: Uint8Array): Uint32Array {
  const count = countOf(bytes, BYTES_PER_UINT32);
  const values = new Uint32Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < count; index++) values[index] = view.getUint32(index * BYTES_PER_UINT32, true);
  return values;
}

/** A column of uint16 (codes of sources), little endian, one after the other. */
export function packUint16(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(values.length * BYTES_PER_UINT16);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) view.setUint16(index * BYTES_PER_UINT16, values[index]!, true);
  return bytes;
}

/** The uint16s of a column, copied. Throws RangeError when the length is no multiple of 2. */
export function unpackUint16(bytes: Uint8Array): Uint16Array {
  const count = countOf(bytes, BYTES_PER_UINT16);
  const values = new Uint16Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < count; index++) values[index] = view.getUint16(index * BYTES_PER_UINT16, true);
  return values;
}

function countOf(bytes: Uint8Array, width: number): number {
  const count = bytes.byteLength / width;
  if (!Number.isInteger(count)) {
    throw new RangeError(`Expected a column of whole ${width}-byte values, was ${bytes.byteLength} bytes.`);
  }
  return count;
}
