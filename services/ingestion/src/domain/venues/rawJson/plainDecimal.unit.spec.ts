import { decimalOf } from '@gimbal/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDecimal } from './plainDecimal.js';

describe('plainDecimal', () => {
  it.each([
    ['1.50', '1.50'],
    ['1e-05', '0.00001'],
    ['1.6e-7', '0.00000016'],
    ['-8.673617379884035e-19', '-0.0000000000000000008673617379884035'],
    ['51.234e-1', '5.1234'],
    ['42001.234567890123456789e-1', '4200.1234567890123456789'],
    ['1.2E+3', '1200'],
    ['12e0', '12'],
    ['0e5', '0'],
    ['0.5e1', '5'],
    ['0.05e1', '0.5'],
  ])('writes %s as %s', (text, plain) => {
    expect(plainDecimal(text)).toBe(plain);
  });

  it.each(['', '-', 'abc', '1e', '01', '.5', '1,000', '1e61', '1e-61', 'NaN', 'Infinity', ' 1', '0x10', '1e99999'])(
    'refuses %j',
    (text) => {
      expect(plainDecimal(text)).toBeUndefined();
    },
  );

  it('means the number that was written: mantissa times a power of ten, exactly', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: -40, max: 40 }), (mantissa, exponent) => {
        const found = decimalOf(plainDecimal(`${mantissa}e${exponent}`) ?? 'nothing');
        // mantissa * 10^exponent = unscaled * 10^-scale
        const shift = 100n;
        expect(found.unscaled * 10n ** (shift - BigInt(found.scale))).toBe(
          mantissa * 10n ** (shift + BigInt(exponent)),
        );
      }),
    );
  });
});
