import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalOfUnits, decimalsBetween } from './decimalOfUnits.js';

it.each([
  ['4500000', '4.5', 6],
  ['4000000', '4', 6],
  ['1', '0.000001', 6],
  ['-1000000000000000000', '-1', 18],
  ['10', '10', 0],
  ['0', '0', undefined],
  ['', '1.5', undefined],
  ['4500001', '4.5', undefined],
])('sees between %s and %s %s decimals', (units, quantity, decimals) => {
  expect(decimalsBetween(units, quantity)).toBe(decimals);
});

it('is undone by the other, for every amount but nothing', () => {
  const amount = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).filter((units) => units !== 0n);
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 30 }), (units, decimals) => {
      const text = decimalOfUnits(String(units), decimals);
      // As the service writes it: without zeros at the end.
      const plain = decimals === 0 ? text : text.replace(/\.?0+$/, '');
      expect(decimalsBetween(String(units), plain)).toBe(decimals);
      expect(BigInt(text.replace('.', ''))).toBe(units);
    }),
  );
});
