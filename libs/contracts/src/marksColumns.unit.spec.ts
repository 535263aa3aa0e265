import { describe, expect, it } from 'vitest';
import { packDoubles, packUint16, packUint32, unpackDoubles, unpackUint16, unpackUint32 } from './marksColumns.js';

describe('columns of marks', () => {
  it('writes doubles little endian, as IEEE 754 gives them', () => {
    // 1.0 is 0x3ff0000000000000 and -2.0 is 0xc000000000000000 (IEEE 754-2019, table 3.5, binary64).
    const bytes = packDoubles(new Float64Array([1, -2]));
    expect(Buffer.from(bytes).toString('hex')).toBe('000000000000f03f00000000000000c0');
  });

  it('writes one NaN, whatever its payload', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8000000000123n]).buffer);
    expect(Buffer.from(packDoubles(odd)).toString('hex')).toBe('000000000000f87f');
    expect(unpackDoubles(packDoubles(odd))[0]).toBeNaN();
  });

  it('reads doubles from bytes at an odd offset of a record', () => {
    const record = new Uint8Array(3 + 16);
    record.set(packDoubles(new Float64Array([1807.25, Number.MIN_VALUE])), 3);
    expect([...unpackDoubles(record.subarray(3))]).toEqual([1807.25, 5e-324]);
  });

  it('writes and reads uint32 little endian', () => {
    const bytes = packUint32(new Uint32Array([1, 0xffffffff]));
    expect(Buffer.from(bytes).toString('hex')).toBe('01000000ffffffff');
    expect([...unpackUint32(bytes)]).toEqual([1, 4294967295]);
  });

  it('writes and reads uint16 little endian', () => {
    const bytes = packUint16(new Uint16Array([1, 0xfffe]));
    expect(Buffer.from(bytes).toString('hex')).toBe('0100feff');
    expect([...unpackUint16(bytes)]).toEqual([1, 65534]);
  });

  it('refuses a column that is cut', () => {
    expect(() => unpackDoubles(new Uint8Array(15))).toThrow('Expected a column of whole 8-byte values, was 15 bytes.');
    expect(() => unpackUint32(new Uint8Array(3))).toThrow(RangeError);
    expect(() => unpackUint16(new Uint8Array(3))).toThrow(RangeError);
  });
});
