import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimal } from './compareDecimal.js';
import type { Decimal } from './decimal.js';
import { absDecimal, subDecimal } from './decimalArithmetic.js';
import { decimalFromNumber } from './decimalFromNumber.js';
import { decimalToNumber } from './decimalToNumber.js';
import type { RoundingMode } from './divideRounded.js';
import { formatDecimal } from './formatDecimal.js';
import { decimalOf } from './parseDecimal.js';

const fromNumber = (x: number, scale: number, mode: RoundingMode): Decimal => {
  const result = decimalFromNumber(x, scale, mode);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};

/** The float64 next to a positive one, away from zero. */
const nextUp = (x: number): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0);
};

describe('the door from exact to float64', () => {
  it('gives the nearest float64 of values between two of them, ties to even', () => {
    // 2^53 + 1 lies halfway between 2^53 and 2^53 + 2; the even mantissa is 2^53. One unit in the 40th place breaks it.
    expect(decimalToNumber(decimalOf('9007199254740993'))).toBe(9007199254740992);
    expect(decimalToNumber(decimalOf(`9007199254740993.${'0'.repeat(39)}1`))).toBe(9007199254740994);
    expect(decimalToNumber(decimalOf('9007199254740995'))).toBe(9007199254740996);
    expect(Object.is(decimalToNumber(decimalOf('-0')), 0)).toBe(true);
  });

  it('is never further than half a step from the exact value', () => {
    const positive = fc.record({
      unscaled: fc.bigInt({ min: 10n ** 12n, max: 10n ** 60n }),
      scale: fc.integer({ min: 0, max: 24 }),
    });
    fc.assert(
      fc.property(positive, (value) => {
        const x = decimalToNumber(value);
        const miss = absDecimal(subDecimal(value, fromNumber(x, 100, 'up')));
        const step = subDecimal(fromNumber(nextUp(x), 100, 'down'), fromNumber(x, 100, 'up'));
        expect(compareDecimal({ ...miss, unscaled: miss.unscaled * 2n }, step)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('the door from float64 to exact', () => {
  it('sees the exact binary value', () => {
    // 0.1 in float64, as printed exactly in Python's tutorial, chapter "Floating-Point Arithmetic".
    expect(formatDecimal(fromNumber(0.1, 60, 'down'))).toBe(
      '0.1000000000000000055511151231257827021181583404541015625',
    );
    expect(formatDecimal(fromNumber(0.1, 1, 'down'))).toBe('0.1');
    expect(formatDecimal(fromNumber(0.1, 1, 'ceiling'))).toBe('0.2');
    expect(formatDecimal(fromNumber(-2.5, 0, 'halfEven'))).toBe('-2');
    expect(formatDecimal(fromNumber(-0, 2, 'up'))).toBe('0');
    expect(formatDecimal(fromNumber(2 ** 70, 0, 'down'))).toBe('1180591620717411303424');
    expect(formatDecimal(fromNumber(Number.MIN_VALUE, 2, 'ceiling'))).toBe('0.01');
  });

  it('refuses what is not a number, naming it', () => {
    expect(decimalFromNumber(Number.NaN, 2, 'down')).toEqual({
      ok: false,
      failure: { code: 'NumberNotFinite', found: 'NaN' },
    });
    expect(decimalFromNumber(-Infinity, 2, 'down')).toMatchObject({ failure: { found: '-Infinity' } });
    expect(() => decimalFromNumber(1, 1.5, 'down')).toThrow('was 1.5');
  });

  it('agrees with toFixed, which also rounds the exact binary value with ties away from zero', () => {
    const numbers = fc.double({ min: -1e20, max: 1e20, noNaN: true });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 30 }), (x, scale) => {
        expect(formatDecimal(fromNumber(x, scale, 'halfUp'))).toBe(formatDecimal(decimalOf(x.toFixed(scale))));
      }),
    );
  });

  it('leads back to the same float64 when enough digits are kept', () => {
    const numbers = fc.double({ min: -1e30, max: 1e30, noNaN: true }).filter((x) => Math.abs(x) > 1e-60);
    fc.assert(
      fc.property(numbers, (x) => {
        expect(decimalToNumber(fromNumber(x, 100, 'halfEven'))).toBe(x === 0 ? 0 : x);
      }),
    );
  });
});
