import type { ImpliedVolatilityInputColumns } from '@gimbal/quant';
import { describe, expect, it } from 'vitest';
import { impliedVolatilityBatch } from './impliedVolatilityBatch.js';

/** At the money a price is F·(2Φ(σ√τ/2) − 1); Φ(0.1) = 0.539827837277029 (Abramowitz and Stegun, table 26.1): σ = 0.4. */
const GOOD = {
  price: 100 * (2 * 0.539827837277029 - 1),
  forward: 100,
  strike: 100,
  tauYears: 0.25,
  ratePer1: 0,
  isPut: 0,
};
type Row = typeof GOOD;

function columnsOf(rows: readonly Row[]): ImpliedVolatilityInputColumns {
  const column = (name: keyof Row): Float64Array => Float64Array.from(rows, (row) => row[name]);
  return {
    price: column('price'),
    forward: column('forward'),
    strike: column('strike'),
    tauYears: column('tauYears'),
    ratePer1: column('ratePer1'),
    isPut: Uint8Array.from(rows, ({ isPut }) => isPut),
  };
}

const BAD: readonly (readonly [field: string, code: string, change: Partial<Row>])[] = [
  ['price', 'notFinite', { price: Number.NaN }],
  ['price', 'notPositive', { price: -1 }],
  ['price', 'priceAboveBound', { price: 100.5 }],
  ['price', 'priceBelowIntrinsic', { price: 5, forward: 110 }],
  ['forward', 'notPositive', { forward: 0 }],
  ['forward', 'notFinite', { forward: Number.POSITIVE_INFINITY }],
  ['strike', 'notPositive', { strike: -100 }],
  ['tau_years', 'expired', { tauYears: 0 }],
  ['tau_years', 'notFinite', { tauYears: Number.NaN }],
  ['rate', 'notFinite', { ratePer1: Number.NaN }],
  ['right', 'notAChoice', { isPut: 2 }],
];

describe('a batch of implied volatilities', () => {
  it('answers good rows between bad ones, and says of each bad row which column it is and why', () => {
    const rows = BAD.flatMap(([, , change]) => [GOOD, { ...GOOD, ...change }]);
    const { vol, failures } = impliedVolatilityBatch(columnsOf(rows));
    for (const [row, value] of vol.entries()) {
      if (row % 2 === 0) expect(value).toBeCloseTo(0.4, 12);
      else expect(value).toBeNaN();
    }
    expect(failures.map(({ row, field, code }) => [row, field, code])).toEqual(
      BAD.map(([field, code], i) => [2 * i + 1, field, code]),
    );
    for (const { reason } of failures) {
      expect(reason).toMatch(/^Expected .+, was .+\.$/);
    }
  });

  it('does 100,000 rows, every hundredth of them bad', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => (i % 100 === 0 ? { ...GOOD, forward: 0 } : GOOD));
    const { vol, failures } = impliedVolatilityBatch(columnsOf(rows));
    expect(failures).toHaveLength(1_000);
    expect(vol.every((value, i) => (i % 100 === 0 ? Number.isNaN(value) : Math.abs(value - 0.4) < 1e-12))).toBe(true);
  });
});
