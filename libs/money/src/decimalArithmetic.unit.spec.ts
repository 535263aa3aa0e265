import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimal, isZeroDecimal } from './compareDecimal.js';
import type { Decimal } from './decimal.js';
import { absDecimal, addDecimal, divDecimal, mulDecimal, negDecimal, subDecimal } from './decimalArithmetic.js';
import { divideRounded, type RoundingMode } from './divideRounded.js';
import { formatDecimal } from './formatDecimal.js';
import { decimalOf } from './parseDecimal.js';
import { rescaleDecimal } from './rescaleDecimal.js';
import { fromUnits, toUnits } from './tokenUnits.js';

const anyDecimal: fc.Arbitrary<Decimal> = fc.record({
  unscaled: fc.bigInt({ min: -(2n ** 128n), max: 2n ** 128n }),
  scale: fc.integer({ min: 0, max: 30 }),
});
const equal = (a: Decimal, b: Decimal): boolean => compareDecimal(a, b) === 0;

describe('decimal arithmetic', () => {
  it('is what a hand calculation gives', () => {
    expect(formatDecimal(addDecimal(decimalOf('0.1'), decimalOf('0.2')))).toBe('0.3');
    expect(formatDecimal(subDecimal(decimalOf('1'), decimalOf('1.000000000000000001')))).toBe('-0.000000000000000001');
    expect(formatDecimal(mulDecimal(decimalOf('-1557.996'), decimalOf('2.5')))).toBe('-3894.99');
    expect(formatDecimal(divDecimal(decimalOf('1'), decimalOf('-3'), 4, 'halfEven'))).toBe('-0.3333');
    expect(formatDecimal(divDecimal(decimalOf('0.02'), decimalOf('0.003'), 3, 'up'))).toBe('6.667');
    expect(isZeroDecimal(decimalOf('-0.00'))).toBe(true);
    expect(formatDecimal(absDecimal(decimalOf('-1.5')))).toBe('1.5');
  });

  it('keeps the laws of a commutative ring', () => {
    fc.assert(
      fc.property(anyDecimal, anyDecimal, anyDecimal, (a, b, c) => {
        expect(equal(addDecimal(a, b), addDecimal(b, a))).toBe(true);
        expect(equal(addDecimal(addDecimal(a, b), c), addDecimal(a, addDecimal(b, c)))).toBe(true);
        expect(equal(mulDecimal(a, b), mulDecimal(b, a))).toBe(true);
        expect(equal(mulDecimal(a, addDecimal(b, c)), addDecimal(mulDecimal(a, b), mulDecimal(a, c)))).toBe(true);
        expect(isZeroDecimal(addDecimal(a, negDecimal(a)))).toBe(true);
        expect(compareDecimal(a, b)).toBe(isZeroDecimal(subDecimal(a, b)) ? 0 : -compareDecimal(b, a));
      }),
    );
  });

  it('refuses a product whose scale passes the limit and a division by zero', () => {
    const tiny: Decimal = { unscaled: 1n, scale: 60 };
    expect(() => mulDecimal(tiny, tiny)).toThrow('Expected a whole scale from 0 to 100, was 120.');
    expect(() => divDecimal(tiny, decimalOf('0'), 2, 'down')).toThrow(RangeError);
  });
});

// The rows and columns of the table in the documentation of java.math.RoundingMode (Java SE 17), which names the
// modes UP, DOWN, CEILING, FLOOR, HALF_UP and HALF_EVEN.
const PUBLISHED: readonly (readonly [string, Record<RoundingMode, bigint>])[] = [
  ['5.5', { up: 6n, down: 5n, ceiling: 6n, floor: 5n, halfUp: 6n, halfEven: 6n }],
  ['2.5', { up: 3n, down: 2n, ceiling: 3n, floor: 2n, halfUp: 3n, halfEven: 2n }],
  ['1.6', { up: 2n, down: 1n, ceiling: 2n, floor: 1n, halfUp: 2n, halfEven: 2n }],
  ['1.1', { up: 2n, down: 1n, ceiling: 2n, floor: 1n, halfUp: 1n, halfEven: 1n }],
  ['1.0', { up: 1n, down: 1n, ceiling: 1n, floor: 1n, halfUp: 1n, halfEven: 1n }],
  ['-1.0', { up: -1n, down: -1n, ceiling: -1n, floor: -1n, halfUp: -1n, halfEven: -1n }],
  ['-1.1', { up: -2n, down: -1n, ceiling: -1n, floor: -2n, halfUp: -1n, halfEven: -1n }],
  ['-1.6', { up: -2n, down: -1n, ceiling: -1n, floor: -2n, halfUp: -2n, halfEven: -2n }],
  ['-2.5', { up: -3n, down: -2n, ceiling: -2n, floor: -3n, halfUp: -3n, halfEven: -2n }],
  ['-5.5', { up: -6n, down: -5n, ceiling: -5n, floor: -6n, halfUp: -6n, halfEven: -6n }],
];

describe('rounding', () => {
  it.each(PUBLISHED)('of %s agrees with the published table in every mode', (text, expected) => {
    for (const mode of Object.keys(expected) as RoundingMode[]) {
      expect(rescaleDecimal(decimalOf(text), 0, mode).unscaled, mode).toBe(expected[mode]);
    }
  });

  it('never moves a value by a whole unit, and by at most half of one in the half modes', () => {
    const modes = fc.constantFrom<RoundingMode>('up', 'down', 'ceiling', 'floor', 'halfUp', 'halfEven');
    const divisors = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).filter((divisor) => divisor !== 0n);
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), divisors, modes, (n, d, mode) => {
        const miss = n - divideRounded(n, d, mode) * d;
        const size = miss < 0n ? -miss : miss;
        const unit = d < 0n ? -d : d;
        expect(mode.startsWith('half') ? size * 2n <= unit : size < unit).toBe(true);
      }),
    );
  });

  it('leaves a value alone when digits are added and taken away again', () => {
    fc.assert(
      fc.property(anyDecimal, fc.integer({ min: 0, max: 40 }), (value, extra) => {
        const wider = rescaleDecimal(value, value.scale + extra, 'down');
        expect(rescaleDecimal(wider, value.scale, 'up')).toEqual(value);
      }),
    );
  });
});

describe('token units', () => {
  it('are the contract integers', () => {
    expect(formatDecimal(fromUnits(1_300_000_000_000n, 6))).toBe('1300000');
    expect(toUnits(decimalOf('1.0000019'), 6, 'down')).toBe(1_000_001n);
    expect(toUnits(decimalOf('1.0000011'), 6, 'ceiling')).toBe(1_000_002n);
    expect(() => fromUnits(1n, -1)).toThrow('Expected a whole scale from 0 to 100, was -1.');
  });

  it('come back whole', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), fc.integer({ min: 0, max: 36 }), (units, decimals) => {
        expect(toUnits(fromUnits(units, decimals), decimals, 'down')).toBe(units);
      }),
    );
  });
});
