import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimal } from './compareDecimal.js';
import { type Decimal, DecimalError, describeDecimalFailure } from './decimal.js';
import { formatDecimal } from './formatDecimal.js';
import { DECIMAL_SCALE_MAX, DECIMAL_TEXT_CHARS_MAX } from './limits.js';
import { decimalOf, parseDecimal } from './parseDecimal.js';

const anyDecimal: fc.Arbitrary<Decimal> = fc.record({
  unscaled: fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n }),
  scale: fc.integer({ min: 0, max: 60 }),
});

describe('the text of a decimal', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['1.50', '1.5'],
    ['100', '100'],
    ['-0.05', '-0.05'],
    ['1557.99600000', '1557.996'],
    [
      '115792089237316195423570985008687907853269984665640564039457584007913129639935',
      '115792089237316195423570985008687907853269984665640564039457584007913129639935',
    ],
  ])('%s prints as %s', (text, printed) => {
    expect(formatDecimal(decimalOf(text))).toBe(printed);
  });

  it.each(['', '-', '+1', '01', '1.', '.5', '1e3', '1_000', '1,5', ' 1', '1\n', '0x10', 'NaN', 'Infinity', '١'])(
    'refuses %j and names it',
    (text) => {
      expect(parseDecimal(text)).toEqual({ ok: false, failure: { code: 'DecimalTextMalformed', found: text } });
    },
  );

  it('refuses text beyond its limits before reading it', () => {
    const tooLong = '1'.repeat(DECIMAL_TEXT_CHARS_MAX + 1);
    expect(parseDecimal(tooLong)).toEqual({
      ok: false,
      failure: { code: 'DecimalTextTooLong', chars: 193, charsMax: DECIMAL_TEXT_CHARS_MAX },
    });
    expect(parseDecimal('1'.repeat(DECIMAL_TEXT_CHARS_MAX)).ok).toBe(true);
    expect(parseDecimal(`0.${'1'.repeat(DECIMAL_SCALE_MAX)}`).ok).toBe(true);
    expect(parseDecimal(`0.${'1'.repeat(DECIMAL_SCALE_MAX + 1)}`)).toMatchObject({
      failure: { code: 'DecimalScaleTooLarge', scale: 101 },
    });
  });

  it('throws a typed error for a bad literal, worded by what was expected and found', () => {
    expect(() => decimalOf('1e3')).toThrow(DecimalError);
    expect(() => decimalOf('1e3')).toThrow('Expected a plain decimal such as -12.5, was "1e3".');
    expect(describeDecimalFailure({ code: 'NumberNotFinite', found: 'NaN' })).toBe(
      'Expected a finite number, was NaN.',
    );
  });

  it('comes back as the same value', () => {
    fc.assert(
      fc.property(anyDecimal, (value) => {
        const text = formatDecimal(value);
        expect(compareDecimal(decimalOf(text), value)).toBe(0);
        expect(text).not.toMatch(/\.\d*0$|\.$|^-0$/);
      }),
    );
  });

  it('is equal exactly when the values are', () => {
    fc.assert(
      fc.property(anyDecimal, fc.integer({ min: 0, max: 30 }), (value, zeros) => {
        const padded = { unscaled: value.unscaled * 10n ** BigInt(zeros), scale: value.scale + zeros };
        expect(formatDecimal(padded)).toBe(formatDecimal(value));
        expect(formatDecimal({ ...padded, unscaled: padded.unscaled + 1n })).not.toBe(formatDecimal(value));
      }),
    );
  });
});
