import { describe, expect, it } from 'vitest';
import { RAY, SECONDS_PER_YEAR } from '../aave/limits.js';
import { aaveV33 } from '../aave-v3-3/ruleset.js';
import { compoundedInterest } from './interest.js';
import { aaveV36 } from './ruleset.js';

describe('interest on a debt from v3.4 on', () => {
  it('is three terms of the exponential series', () => {
    // 100 % for a year: 1 + 1 + 1/2 + 1/6, of which the sixth is floored in its 27th digit.
    expect(compoundedInterest(RAY, SECONDS_PER_YEAR)).toBe(2_666_666_666_666_666_666_666_666_666n);
    // 12 % for half a year: x = 0.06, so 1 + 0.06 + 0.0018 + 0.000036.
    expect(compoundedInterest((12n * RAY) / 100n, SECONDS_PER_YEAR / 2n)).toBe(1_061_836_000_000_000_000_000_000_000n);
    expect(compoundedInterest(RAY, 0n)).toBe(RAY);
  });

  it('carries a stored index, which v3.3 does with what is left of the rate of a second', () => {
    const year = [RAY, (12n * RAY) / 100n, SECONDS_PER_YEAR] as const;
    // 1 + 0.12 + 0.0072 + 0.000288.
    const newer = aaveV36.normalizedVariableDebt(...year);
    expect(newer).toBe(1_127_488_000_000_000_000_000_000_000n);
    // The cube of a second's rate is 0.12³ · 10²⁷ / n³ = 55.0956..., kept as 55: 0.0956 / 55.0956 of the third term is
    // lost, besides 1/n of the second one and 3/n of the third.
    const n = 31_536_000;
    const cube = (0.12 ** 3 * 1e27) / n ** 3;
    const lost = ((cube - 55) / cube) * 0.000288 + (0.0072 + 3 * 0.000288) / n;
    const older = aaveV33.normalizedVariableDebt(...year);
    expect(Number(newer - older) / 1e27).toBeCloseTo(lost, 9);
  });
});
