import { DECIMAL_SCALE_MAX, DECIMAL_TEXT_CHARS_MAX, parseDecimal } from '@gimbal/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainDecimal } from './isPlainDecimal.js';

describe('isPlainDecimal', () => {
  it('takes what parseDecimal takes, and nothing else', () => {
    const nearly = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', '-', '+', 'e', ' ', '٣'), maxLength: 8 });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string(), fc.double().map(String)), (text) => {
        expect(isPlainDecimal(text)).toBe(parseDecimal(text).ok);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    `0.${'1'.repeat(DECIMAL_SCALE_MAX)}`,
    `0.${'1'.repeat(DECIMAL_SCALE_MAX + 1)}`,
    '9'.repeat(DECIMAL_TEXT_CHARS_MAX),
    '9'.repeat(DECIMAL_TEXT_CHARS_MAX + 1),
    '-0',
    '-0.0',
    '00',
    '-',
    '1.',
    '.1',
  ])('has the bounds of parseDecimal: %s', (text) => {
    expect(isPlainDecimal(text)).toBe(parseDecimal(text).ok);
  });
});
