const BYTES_PER_DOUBLE = 8;
const BYTES_PER_UINT32 = 4;
const BYTES_PER_UINT16 = 2;

/**
 * A column of float64 as the bytes of MarksPublished: IEEE 754 doubles, little endian, one after the other.
 * Every NaN is written as the one quiet NaN 0x7ff8000000000000, so that equal columns have equal bytes: a NaN's payload
 * is left to the engine (ECMA-262, SetValueInBuffer).
 */
export function packDoubles(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.length * BYTES_PER_DOUBLE);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) {
    const at = index * BYTES_PER_DOUBLE;
    const value = values[index]!;
    if (Number.isNaN(value)) view.setUint32(at + 4, 0x7ff80000, true);
    else view.setFloat64(at, value, true);
  }
  return bytes;
}

/**
 * The doubles of a column, copied: decoded bytes are a view into the record at any offset, and a Float64Array must
 * start at a multiple of 8.
 * Throws RangeError when the length is no multiple of 8.
 */
export function unpackDoubles(bytes: Uint8Array): Float64Array {
  const count = countOf(bytes, BYTES_PER_DOUBLE);
  const values = new Float64Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < count; index++) values[index] = view.getFloat64(index * BYTES_PER_DOUBLE, true);
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
