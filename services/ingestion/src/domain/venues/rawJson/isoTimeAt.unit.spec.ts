import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTimeAt } from './isoTimeAt.js';

const timeOf = (text: string): number => {
  const bytes = new TextEncoder().encode(`"${text}"`);
  return isoTimeAt(bytes, 1, bytes.length - 1);
};

describe('isoTimeAt', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    // date -u -d 2024-08-22T23:59:58 +%s
    ['2024-08-22T23:59:58.855Z', 1_724_371_198_855_000],
    ['2024-02-29T12:00:00.000001Z', 1_709_208_000_000_001],
    ['2024-08-22T23:59:58.5Z', 1_724_371_198_500_000],
  ])('%s', (text, micros) => {
    expect(timeOf(text)).toBe(micros);
  });

  it.each([
    '',
    'Z',
    '2023-02-29T00:00:00Z',
    '2024-02-30T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00.1234567Z',
    '2024-01-01T00:00:00',
    '2024-01-01 00:00:00Z',
    '2024-01-01T00:00:00+00Z',
    '1969-12-31T23:59:59Z',
    '2255-01-01T00:00:00Z',
    '-024-01-01T00:00:00Z',
  ])('is -1 for %j', (text) => {
    expect(timeOf(text)).toBe(-1);
  });

  it('is what Date says of any millisecond that it writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2254-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
        expect(timeOf(date.toISOString())).toBe(date.getTime() * 1000);
      }),
    );
  });
});
