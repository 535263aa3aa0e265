import { describe, expect, it } from 'vitest';
import { case12Parameters } from './pmrm2.sample.js';
import { skewShock } from './skewShock.js';
import { staticDiscount } from './staticDiscount.js';
import { volShockMultipliers } from './volShock.js';

const DAY = 86_400;

describe('the vol shock', () => {
  // By hand, with powers of a half and a whole: (30 / days) to the power.
  const vol = { ...case12Parameters.vol, rangeUp: 0.4, rangeDown: 0.2, shortTermPower: 0.5, longTermPower: 1 };

  it('grows as the expiry nears, at another power within 30 days', () => {
    expect(volShockMultipliers(7.5 * DAY, vol)).toEqual({ up: 1.8, down: 0.6 });
    expect(volShockMultipliers(30 * DAY, vol)).toEqual({ up: 1.4, down: 0.8 });
    expect(volShockMultipliers(120 * DAY, vol)).toEqual({ up: 1.1, down: 0.95 });
  });

  it('stops growing at its floor, and takes no more than all there is', () => {
    const floored = { ...vol, dteFloorDays: 1.2 };
    expect(volShockMultipliers(1, floored).up).toBeCloseTo(3, 12);
    expect(volShockMultipliers(1, { ...floored, rangeDown: 0.3 }).down).toBe(0);
  });
});

describe('the skew shock', () => {
  // At one year: cap 0.15 - 0.05 = 0.1, and k* = 4 · (0.6 - 0.1) = 2.
  it.each([
    [1, 1.05, 1.05],
    [-1, 0.95, 1.05],
    [2, 1.1, 1.1],
    [3, 1.1, 1.1],
    [-3, 0.9, 1.1],
    [0, 1, 1],
  ])('at k = %d', (k, linear, abs) => {
    const shock = skewShock(k, 1, case12Parameters.skew);
    expect(shock.linear).toBeCloseTo(linear, 12);
    expect(shock.abs).toBeCloseTo(abs, 12);
  });

  it('is the cap at once where k* is 0, and nothing at the money', () => {
    const skew = { ...case12Parameters.skew, minKStar: 0, widthScale: 0 };
    expect(skewShock(0.01, 1, skew).abs).toBeCloseTo(1.1, 12);
    expect(skewShock(0, 1, skew)).toMatchObject({ linear: 1, abs: 1 });
  });
});

describe('the static discount', () => {
  it('never counts what is owed for more than it is undiscounted', () => {
    // Base 3 would treble it; 1/D = e^(0.27 · 0.351…) is less. Published case 70: 0.8401082801759806, 1.09947482830614.
    const discount = { ...case12Parameters.discount, shortBase: 3 };
    const { positive, negative } = staticDiscount(11_076_452 / 31_536_000, 0.27, discount);
    expect(positive).toBeCloseTo(0.8401082801759806, 12);
    expect(negative).toBeCloseTo(1.09947482830614, 12);
  });

  it('is none once settled', () => {
    expect(staticDiscount(0, 0.27, case12Parameters.discount)).toEqual({ positive: 1, negative: 1 });
  });
});
