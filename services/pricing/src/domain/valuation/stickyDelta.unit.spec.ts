import type { SurfaceFitted, SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, ethPool, flatSlice, markOf, PricingScenario, type SeenMark, vol } from '../../pricing.scenario.js';
import { sliceVol, sliceVolSlope } from '../surface/sliceVol.js';

const AUG_25 = BigInt(Date.parse('2023-08-25T08:00:00Z')) * 1000n;
const TICK = 202_555;
const FITTED: SurfaceSlice = {
  expiryUs: AUG_25,
  a: 0.001,
  b: 0.02,
  rho: -0.6,
  m: 0.01,
  sigma: 0.08,
  tauYears: 0.0202,
  forwardUsd: 1610,
  forwardSource: 'quotes',
  forwardHalfWidthUsd: 0,
  rmseVol: 0,
  worstVol: 0,
  quotesUsed: 10,
  quotesInside: 10,
  quotesRefused: 0,
  confidence: 0.9,
  observedAtUs: at('21:00:00'),
  origin: 'fitted',
  butterflyLeastG: 0.1,
  calendarLeastExcess: 0,
};
const SURFACE: SurfaceFitted = {
  underlying: 'ETH',
  venue: 'paper',
  step: 0n,
  timeUs: at('21:00:00'),
  slices: [FITTED],
  newestQuoteUs: at('21:00:00'),
  quotesUsed: 10,
  quotesRefused: 0,
  slicesRefused: 0,
  spotUsd: 1598,
  method: 'test',
};

function markAtTick(id: string, tick: number): SeenMark {
  const scenario = new PricingScenario().list(id).fitted(SURFACE).given(ethPool(tick, '21:00:00'), vol('0.45'));
  return markOf(scenario, scenario.step('21:00:00'), id);
}

describe('delta under a smile that moves with the price', () => {
  it.each(['1450:P', '1600:C', '1600:P', '1800:C'])(
    "of %s is the slope of the option's price over the forward, by finite differences of the frame's own rows",
    (terms) => {
      const id = `option:paper:ETH-USD:20230825T080000Z:${terms}`;
      const here = markAtTick(id, TICK);
      // A tick is 1e-4 of the price; over two of them the third derivative leaves some 1e-6 of delta.
      const [up, down] = [markAtTick(id, TICK - 1), markAtTick(id, TICK + 1)];
      const slope = (up.priceUsd - down.priceUsd) / (up.forwardUsd - down.forwardUsd);
      expect(here.source).toBe('surface:paper:ETH');
      expect(Math.abs(here.deltaStickyDelta - slope)).toBeLessThan(1e-5);
      expect(Math.abs(here.deltaStickyDelta - here.delta)).toBeGreaterThan(1e-4);
    },
  );

  it('rises above delta where the smile falls with the strike: the strike nears the dear side as the price rises', () => {
    const { delta, deltaStickyDelta } = markAtTick('option:paper:ETH-USD:20230825T080000Z:1600:C', TICK);
    // dσ/dk < 0 there (ρ < 0), so −vega·(dσ/dk)/F > 0.
    expect(deltaStickyDelta).toBeGreaterThan(delta);
  });

  it('is delta for a flat volatility and for a flat slice', () => {
    const id = 'option:paper:ETH-USD:20230901T080000Z:1600:C';
    expect(markAtTick(id, TICK).deltaStickyDelta).toBe(markAtTick(id, TICK).delta);
    const derive = 'option:derive:ETH-USD:20230825T080000Z:1700:C';
    const scenario = new PricingScenario().list(derive).given(ethPool(TICK, '21:00:00'));
    const mark = markOf(scenario, scenario.given(flatSlice(0.6, AUG_25, '21:00:00')).step('21:00:00'), derive);
    expect(mark.source).toBe('venue_surface:derive:ETH');
    expect(mark.deltaStickyDelta).toBe(mark.delta);
  });
});

describe("a slice's slope", () => {
  it('is the finite difference of its volatility, and 0 where a venue holds it', () => {
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    const slice = fc.record({
      a: number(0.001, 0.05),
      b: number(0, 0.2),
      rho: number(-0.95, 0.95),
      m: number(-0.2, 0.2),
      sigma: number(0.02, 0.5),
      tauYears: number(0.01, 2),
      origin: fc.constantFrom('fitted', 'venue'),
    });
    fc.assert(
      fc.property(slice, number(-1.5, 1.5), (shape, k) => {
        const one = { ...FITTED, ...shape };
        const step = 1e-5;
        const reach = shape.origin === 'venue' ? 4 * Math.sqrt(shape.a + shape.b * shape.sigma) : Infinity;
        fc.pre(Math.abs(Math.abs(k) - reach) > 2 * step);
        const difference = (sliceVol(one, k + step) - sliceVol(one, k - step)) / (2 * step);
        expect(Math.abs(sliceVolSlope(one, k) - difference)).toBeLessThan(1e-6 * Math.max(1, Math.abs(difference)));
        if (Math.abs(k) > reach) expect(sliceVolSlope(one, k)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
