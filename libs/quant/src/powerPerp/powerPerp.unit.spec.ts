import { describe, expect, it } from 'vitest';
import { powerPerpGreeks, powerPerpGreeksAtMark } from '../index.js';

const state = { normFactor: 0.45, spotUsd: 1700, vol: 0.6 };

describe('powerPerpGreeks', () => {
  it('values oSQTH by the closed form', () => {
    // mpmath: 0.45·1700²/10000·exp(0.36·17.5/365).
    expect(powerPerpGreeks(state).valueUsd).toBeCloseTo(132.3141826250804, 11);
  });

  it('has the slopes of its own value', () => {
    const greeks = powerPerpGreeks(state);
    const value = (change: Partial<typeof state>) => powerPerpGreeks({ ...state, ...change }).valueUsd;
    const step = 0.5;
    const [up, down] = [value({ spotUsd: 1700 + step }), value({ spotUsd: 1700 - step })];
    expect(greeks.deltaUnits).toBeCloseTo((up - down) / (2 * step), 9);
    expect(greeks.gammaUnitsPerUsd).toBeCloseTo((up - 2 * greeks.valueUsd + down) / step ** 2, 8);
    expect(greeks.vegaPerVolPoint).toBeCloseTo((value({ vol: 0.6001 }) - value({ vol: 0.5999 })) * 50, 7);
  });

  it('loses a day of funding a day: the controller shrinks the norm factor by (index/mark)^(1 day / 17.5 days)', () => {
    const greeks = powerPerpGreeks(state);
    const indexUsd = (state.normFactor * 1700 ** 2) / 10_000;
    const shrunk = greeks.valueUsd * (indexUsd / greeks.valueUsd) ** (1e-4 / 17.5);
    expect(greeks.thetaPerDay).toBeCloseTo((shrunk - greeks.valueUsd) / 1e-4, 5);
  });

  it('reads the volatility back from a mark, and scales to it', () => {
    const fair = powerPerpGreeks(state);
    const marked = powerPerpGreeksAtMark({ normFactor: 0.45, spotUsd: 1700, markUsd: fair.valueUsd });
    expect(marked.vol).toBeCloseTo(0.6, 12);
    expect(marked.deltaUnits).toBe(fair.deltaUnits);
    expect(marked.vegaPerVolPoint).toBeCloseTo(fair.vegaPerVolPoint, 12);
  });

  it('says so when a mark below the index has no volatility', () => {
    const marked = powerPerpGreeksAtMark({ normFactor: 0.45, spotUsd: 1700, markUsd: 125 });
    expect(marked.vol).toBeNaN();
    expect(marked.vegaPerVolPoint).toBe(0);
    expect(marked.thetaPerDay).toBeGreaterThan(0);
    expect(marked.deltaUnits).toBe(250 / 1700);
  });
});
