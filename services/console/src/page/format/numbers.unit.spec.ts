import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDecimal,
  formatDecimalUp,
  formatHealth,
  formatNumber,
  formatPercent,
  formatUsd,
  NO_NUMBER,
} from './numbers.js';

// The minus sign of typography, U+2212.
const MINUS = '\u2212';

describe('formatUsd', () => {
  it.each([
    [2_164_162.4, '$2,164,162'],
    [-24_242.7, `${MINUS}$24,243`],
    [999.49, '$999.49'],
    [999.5, '$1,000'],
    [-0.71, `${MINUS}$0.71`],
    [-0.001, '$0.00'],
    [0, '$0.00'],
  ])('writes %d as %s', (value, text) => expect(formatUsd(value)).toBe(text));

  it('writes as many cents as it is told', () => expect(formatUsd(1_807.1895, 2)).toBe('$1,807.19'));
});

it.each([null, undefined, Number.NaN, Infinity])('has a dash for %s, which is no number', (value) => {
  for (const format of [formatUsd, formatNumber, formatPercent]) expect(format(value)).toBe(NO_NUMBER);
});

it('writes a share as per cent', () => expect(formatPercent(0.10711021796204452)).toBe('10.71 %'));

it.each([
  [1.0489998597, '1.0490'],
  [1.1579e59, '∞'],
  [null, NO_NUMBER],
])('writes a health factor of %s as %s', (value, text) => expect(formatHealth(value)).toBe(text));

it.each([
  [0, '0'],
  [999, '999'],
  [1_250, '1.3 k'],
  [12_500, '13 k'],
  [3_400_000, '3.4 M'],
])('counts %d as %s', (value, text) => expect(formatCount(value)).toBe(text));

describe('formatDecimal', () => {
  it.each([
    ['-59.62', `${MINUS}59.62`],
    ['60000', '60,000'],
    ['1234567.891234567891234567', '1,234,567.8912'],
    ['0.500000', '0.5'],
    ['100', '100'],
    ['not a number', 'not a number'],
  ])('writes %s as %s', (text, shown) => expect(formatDecimal(text)).toBe(shown));

  it('keeps every digit of a whole number, however long', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (value) => {
        expect(BigInt(formatDecimal(String(value)).replaceAll(',', '').replace(MINUS, '-'))).toBe(value);
      }),
    );
  });
});

describe('formatDecimalUp', () => {
  it.each([
    ['96.283451277392610057', 4, '96.2835'],
    ['64188.5730', 4, '64,188.573'],
    ['0.00001', 4, '0.0001'],
    ['999.99999', 4, '1,000'],
    ['12', 0, '12'],
    ['12.01', 0, '13'],
    ['-1', 4, '-1'],
  ])('writes %s with %d digits as %s', (text, digits, shown) => expect(formatDecimalUp(text, digits)).toBe(shown));

  it('is never less than the amount, and by less than one in its last digit more', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (units) => {
        const padded = String(units).padStart(19, '0');
        const text = `${padded.slice(0, -18)}.${padded.slice(-18)}`;
        const [whole = '', fraction = ''] = formatDecimalUp(text, 4).replaceAll(',', '').split('.');
        const shown = BigInt(whole + fraction.padEnd(18, '0'));
        expect(shown >= units && shown - units < 10n ** 14n).toBe(true);
      }),
    );
  });
});
