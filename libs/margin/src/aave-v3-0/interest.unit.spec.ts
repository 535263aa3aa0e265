import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearInterest, normalizedIncome } from '../aave/linearInterest.js';
import { compoundedInterest, normalizedVariableDebt } from './interest.js';
import { RAY, SECONDS_PER_YEAR } from '../aave/limits.js';
import { percentDiv, percentMul } from '../aave/percentageMath.js';
import { balanceFromScaled, scaledForBorrow, scaledForDeposit } from './scaledAmounts.js';
import { rayDiv, rayMul, wadDiv, wadMul } from '../aave/wadRayMath.js';

// "Published" below: aave-utilities, packages/math-utils/src/pool-math.test.ts (MIT), its inputs and its figures.
const ELAPSED = 1_729_942_300n - 1_629_942_200n;
const RATE = 500_000_000_000_000_000n;

describe('interest', () => {
  it('is linear on the supply side, as published', () => {
    expect(linearInterest(RATE, ELAPSED)).toBe(1_000_000_001_585_491_184_677_828_513n);
    expect(normalizedIncome(1_048_540_642_417_873_765_200_833_079n, RATE, ELAPSED)).toBe(
      1_048_540_644_080_325_710_530_799_122n,
    );
    expect(normalizedIncome(1_048_540_642_417_873_800_000_000_000n, 0n, ELAPSED)).toBe(
      1_048_540_642_417_873_800_000_000_000n,
    );
  });

  it('gives the published YFI balance of a supply on mainnet, computed there by the contract', () => {
    const index = normalizedIncome(
      1_001_723_339_432_542_553_527_150_680n,
      22_461_916_953_455_574_582_370_088n,
      1_609_675_535n - 1_609_673_617n,
    );
    expect(balanceFromScaled(161_316_503_206_059_870n, index)).toBe(161_594_727_054_623_229n);
  });

  it('compounds the debt, as published once the rate per second is truncated as version 2 did', () => {
    const truncatedRate = (RATE / SECONDS_PER_YEAR) * SECONDS_PER_YEAR;
    expect(compoundedInterest(truncatedRate, ELAPSED)).toBe(1_000_000_001_585_491_184_589_599_100n);
    // v3.0 multiplies before it divides; at this tiny rate only the first term counts, so it equals the linear figure.
    expect(compoundedInterest(RATE, ELAPSED)).toBe(1_000_000_001_585_491_184_677_828_513n);
  });

  it('compounds three binomial terms', () => {
    // By hand, 100 % a year for one year of n = 31536000 seconds: x = RAY/n a second, x² = RAY/n² = 1005510907653.62...
    // and x³ = x²/n = 31884.54..., each floored before it is multiplied: 2.66666... loses 5e-6 to the floor of x³.
    const grown = Number(compoundedInterest(RAY, SECONDS_PER_YEAR)) / 1e27;
    const n = 31_536_000;
    expect(grown).toBeCloseTo(2 + (1 - 1 / n) / 2 + (n * (n - 1) * (n - 2) * 31_884e-27) / 6, 9);
    expect(compoundedInterest(RAY, 0n)).toBe(RAY);
    expect(compoundedInterest(SECONDS_PER_YEAR * 10n ** 12n, 1n)).toBe(RAY + 10n ** 12n);
    expect(normalizedVariableDebt(2n * RAY, SECONDS_PER_YEAR * 10n ** 12n, 1n)).toBe(2n * RAY + 2n * 10n ** 12n);
  });
});

describe('fixed-point arithmetic', () => {
  it('rounds half up', () => {
    expect(wadMul(1n, 5n * 10n ** 17n)).toBe(1n);
    expect(wadMul(1n, 5n * 10n ** 17n - 1n)).toBe(0n);
    expect(wadDiv(1n, 2n * 10n ** 18n)).toBe(1n);
    expect(wadDiv(2n, 3n)).toBe(666_666_666_666_666_667n);
    expect(rayMul(3n, RAY / 2n)).toBe(2n);
    expect(rayDiv(1n, 3n)).toBe(333_333_333_333_333_333_333_333_333n);
    expect(percentMul(1n, 5_000n)).toBe(1n);
    expect(percentMul(1n, 4_999n)).toBe(0n);
    expect(percentDiv(105n, 10_500n)).toBe(100n);
    expect(() => wadDiv(1n, 0n)).toThrow(RangeError);
  });

  it('scales an amount and back without losing a unit when the index is at least 1', () => {
    const amounts = fc.bigInt({ min: 0n, max: 2n ** 100n });
    const indices = fc.bigInt({ min: RAY, max: 5n * RAY });
    fc.assert(
      fc.property(amounts, indices, (scaled, index) => {
        expect(scaledForDeposit(balanceFromScaled(scaled, index), index)).toBe(scaled);
        const loss = balanceFromScaled(scaledForBorrow(scaled, index), index) - scaled;
        expect(loss <= index / RAY && loss >= -(index / RAY)).toBe(true);
      }),
    );
  });
});
