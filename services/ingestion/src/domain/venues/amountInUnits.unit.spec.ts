import type { Instrument } from '@gimbal/instruments';
import { describe, expect, it } from 'vitest';
import { amountInUnits } from './amountInUnits.js';

const inverse = (contractSizeUsd: number): Instrument => ({
  kind: 'perp',
  venue: 'deribit',
  underlying: 'BTC',
  quote: 'USD',
  inverse: true,
  contractSizeUsd,
});

describe('amountInUnits', () => {
  it.each([
    ['-25', 10, '-2.5'],
    ['185160', 10, '18516'],
    ['205160.0', 10, '20516'],
    ['1500', 1, '1500'],
    ['0', 10, '0'],
    ['7', 8, '0.875'],
  ])('counts %s dollars in contracts of %i', (amount, size, units) => {
    expect(amountInUnits(amount, inverse(size))).toBe(units);
  });

  it('has no number of contracts for a quotient without end, nor for contracts of nothing', () => {
    expect(amountInUnits('10', inverse(3))).toBeUndefined();
    expect(amountInUnits('10', inverse(0))).toBeUndefined();
    expect(amountInUnits('10', inverse(0.5))).toBeUndefined();
  });

  it('leaves amounts of linear contracts and of options as they were written', () => {
    const linear: Instrument = { kind: 'perp', venue: 'deribit', underlying: 'ETH', quote: 'USDC', inverse: false };
    expect(amountInUnits('0.500', linear)).toBe('0.500');
  });
});
