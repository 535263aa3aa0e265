import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainDecimal } from './isPlainDecimal.js';
import { RawDecimal } from './rawDecimal.js';

const decimal = new RawDecimal();
/** In the middle of other bytes, as it stands in a message. */
const read = (text: string, behind = ','): boolean => {
  const bytes = new TextEncoder().encode(`9.${text}${behind}`);
  return decimal.read(bytes, 2, bytes.length - behind.length);
};

const decimalText = fc.tuple(fc.boolean(), fc.bigInt(0n, 10n ** 24n), fc.nat(24)).map(([isNegative, digits, scale]) => {
  const padded = digits.toString().padStart(scale + 1, '0');
  const [whole, fraction] = [padded.slice(0, padded.length - scale), padded.slice(padded.length - scale)];
  return `${isNegative ? '-' : ''}${whole}${scale === 0 ? '' : `.${fraction}`}`;
});

describe('RawDecimal', () => {
  it('takes what isPlainDecimal takes up to 60 characters, and nothing else', () => {
    const nearly = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', '-', '+', 'e', ' '), maxLength: 8 });
    fc.assert(
      fc.property(fc.oneof(nearly, decimalText), fc.constantFrom(',', '"', '}', ']'), (text, behind) => {
        expect(read(text, behind)).toBe(isPlainDecimal(text));
      }),
      { numRuns: 2_000 },
    );
    expect(read('1'.repeat(60))).toBe(true);
    expect(read('1'.repeat(61))).toBe(false);
  });

  it('has the double that reading the digits gives, or none', () => {
    fc.assert(
      fc.property(decimalText, fc.constantFrom(0, 2), (text, shift) => {
        expect(read(text)).toBe(true);
        const double = decimal.double(shift);
        if (!Number.isNaN(double)) expect(Object.is(double, Number(`${text}e-${shift}`))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['0.1', 0.1],
    ['-0', -0],
    ['72.96', 72.96],
    ['999999999999999', 999_999_999_999_999],
    ['0.000000000000001', 1e-15],
    ['1000000000000000', Number.NaN],
    ['0.12345678901234567', Number.NaN],
  ])('%s is %d', (text, double) => {
    expect(read(text)).toBe(true);
    expect(decimal.double()).toBe(double);
  });

  it.each([
    ['0', true, 0, true],
    ['1760000000000', true, 1_760_000_000_000, false],
    ['9999999999999999', true, -1, false],
    ['-1', false, -1, false],
    ['1.0', false, -1, false],
    ['-0.00', false, -1, true],
  ])('%s: whether it is a count, which, and whether it is zero', (text, isCount, count, isZero) => {
    expect(read(text)).toBe(true);
    expect([decimal.isCount, decimal.count, decimal.isZero]).toEqual([isCount, count, isZero]);
  });
});
