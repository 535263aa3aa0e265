import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  black76,
  fromVenueGreeks,
  type GreekContext,
  type OptionGreeks,
  SECONDS_PER_YEAR,
  toVenueGreeks,
  VENUE_CONVENTIONS,
} from '../index.js';

const { deribit, deribitAccount, derive, nautilus, bybit } = VENUE_CONVENTIONS;
const GREEK_VENUES = { deribit, deribitAccount, derive, nautilus, bybit };

function ours(strike: number, vol: number, right: 'call' | 'put', { forwardUsd, tauYears, ratePer1 }: GreekContext) {
  const result = black76({ forward: forwardUsd, strike, tauYears, vol, ratePer1, right });
  if (result.kind === 'failure') throw new Error(result.reason);
  const { price, delta, gammaPerUsd, vegaPerVolPoint, thetaPerDay, rhoPer1 } = result.greeks;
  return {
    priceUsd: price,
    vol,
    delta,
    gammaPerUsd,
    vegaUsdPerVolPoint: vegaPerVolPoint,
    thetaUsdPerDay: thetaPerDay,
    rhoUsd: rhoPer1,
  } satisfies OptionGreeks;
}

describe('venue conventions', () => {
  // Two tickers of Derive of 28 May 2026 (12 June 2026, 08:00 UTC; forward 1992.6, discount factor printed as 0.999).
  // The rounding of the forward (0.05) and of the discount factor (0.0005) is worth 7e-4 of a Greek.
  it.each([
    [1600, 'call', 1779953796.231, 0.67698, [398.1, 0.95222, 0.00036344, 0.40175, -0.90562, 16.38143]],
    [1900, 'put', 1779953797.04, 0.51012, [42.3, -0.30438, 0.00169741, 1.41384, -2.40149, 1.74065]],
  ] as const)('Derive: %d %s as it was printed', (strike, right, seconds, vol, printed) => {
    const tauYears = (Date.UTC(2026, 5, 12, 8) / 1000 - seconds) / SECONDS_PER_YEAR;
    const context = { forwardUsd: 1992.6, tauYears, ratePer1: -Math.log(0.999) / tauYears, isInverse: false };
    const mine = ours(strike, vol, right, context);
    const { price, delta, gamma, vega, theta, rho } = toVenueGreeks(mine, derive.greeks, context);
    [price, delta, gamma, vega, theta, rho!].forEach((value, i) =>
      expect(Math.abs(value / printed[i]! - 1)).toBeLessThan(7e-4),
    );
    // An undiscounted or a spot-held reading would be seen: 1e-3 in delta, and rho by an order.
    const [venuePrice, venueDelta, venueGamma, venueVega, venueTheta, venueRho] = printed;
    const back = fromVenueGreeks(
      {
        price: venuePrice,
        vol,
        delta: venueDelta,
        gamma: venueGamma,
        vega: venueVega,
        theta: venueTheta,
        rho: venueRho,
      },
      derive.greeks,
      context,
    );
    if ('kind' in back) throw new Error(back.reason);
    for (const name of Object.keys(back) as (keyof OptionGreeks)[]) {
      expect(Math.abs(back[name] / mine[name] - 1)).toBeLessThan(1e-3);
    }
  });

  // A recorded Bybit ticker: SOL-28APR23-24-C at 1680652810.254, underlying 20.93, IV 1.4674.
  it('Bybit: as it was printed', () => {
    const tauYears = (Date.UTC(2023, 3, 28, 8) / 1000 - 1680652810.254) / SECONDS_PER_YEAR;
    const context = { forwardUsd: 20.93, tauYears, ratePer1: 0, isInverse: false };
    const { price, delta, gamma, vega, theta, rho } = toVenueGreeks(
      ours(24, 1.4674, 'call', context),
      bybit.greeks,
      context,
    );
    const printed = [1.99054639, 0.42723543, 0.0505193, 0.02075941, -0.06527514];
    [price, delta, gamma, vega, theta].forEach((value, i) =>
      expect(Math.abs(value / printed[i]! - 1)).toBeLessThan(5e-5),
    );
    expect(rho).toBeUndefined();
  });

  // A recorded Deribit ticker, BTC-5JUN20-9250-C at 1590969652.575: underlying 9440.73, IV 63.21 %, mark 0.03847784 BTC.
  it('Deribit: price in coin, IV in percent, rho for a point; the account nets the premium', () => {
    const tauYears = (Date.UTC(2020, 5, 5, 8) / 1000 - 1590969652.575) / SECONDS_PER_YEAR;
    const context = { forwardUsd: 9440.73, tauYears, ratePer1: 0, isInverse: true };
    const mine = ours(9250, 0.6321, 'call', context);
    const found = toVenueGreeks(mine, deribit.greeks, context);
    expect(found.vol).toBeCloseTo(63.21, 10);
    expect(found.price).toBeCloseTo(0.03847784, 4);
    expect(found.delta).toBeCloseTo(0.62959, 3);
    expect(found.gamma).toBeCloseTo(0.00058, 5);
    expect(found.vega).toBeCloseTo(3.88497, 2);
    expect(found.theta).toBeCloseTo(-28.34113, 1);
    expect(found.rho).toBeCloseTo(0.66242, 2);
    const account = toVenueGreeks(mine, deribitAccount.greeks, context);
    expect(account.delta).toBeCloseTo(0.62959 - 0.03847784, 3);
  });

  it('cap theta at the life that is left, and count days as the venue does', () => {
    const context = { forwardUsd: 2000, tauYears: 0.25 / 365, ratePer1: 0, isInverse: false };
    const mine = ours(2000, 0.8, 'call', context);
    // mpmath: −F·n(d1)·σ/(2√τ)/365 = −33.40871866 a day with a quarter of a day left.
    expect(toVenueGreeks(mine, deribit.greeks, context).theta).toBeCloseTo(-8.352179666, 8);
    expect(toVenueGreeks(mine, derive.greeks, context).theta).toBeCloseTo(-33.40871866, 7);
    expect(toVenueGreeks(mine, nautilus.greeks, context).theta).toBeCloseTo((-33.40871866 * 365) / 365.25, 7);
  });

  it('have no theta for a day of an option whose life is over, where the venue prints that of the life left', () => {
    const context = { forwardUsd: 2000, tauYears: 0, ratePer1: 0, isInverse: false };
    const printed = { price: 50, vol: 80, delta: 1, gamma: 0, vega: 0, theta: -3, rho: 0 };
    const failure = {
      kind: 'failure',
      reason: 'expired',
      field: 'tauYears',
      expected: 'a time to expiry above 0 years',
    };
    // The last is so short that a finite theta for it is none for a day.
    for (const [tauYears, theta] of [
      [0, -3],
      [0, 0],
      [-0.1, -3],
      [Number.NaN, -3],
      [1e-320, -3],
    ] as const) {
      const back = fromVenueGreeks({ ...printed, theta }, deribit.greeks, { ...context, tauYears });
      expect(back).toEqual({ ...failure, found: String(tauYears) });
    }
    // A second before, -3 for the second that is left is 86,400 times that for a day.
    const second = fromVenueGreeks(printed, deribit.greeks, { ...context, tauYears: 1 / 31_536_000 });
    expect((second as OptionGreeks).thetaUsdPerDay).toBeCloseTo(-259_200, 6);
    // Bybit prints a whole day's, whatever is left.
    expect(fromVenueGreeks(printed, bybit.greeks, context)).toMatchObject({ thetaUsdPerDay: -3, rhoUsd: 0 });
  });

  it.each(Object.entries(GREEK_VENUES))('%s: what goes out comes back', (_venue, { greeks: convention }) => {
    const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });
    const input = fc.record({
      forwardUsd: positive(1e5),
      moneyness: fc.double({ min: 0.5, max: 2, noNaN: true }),
      tauYears: positive(3),
      vol: fc.double({ min: 0.2, max: 3, noNaN: true }),
      ratePer1: fc.double({ min: -0.05, max: 0.2, noNaN: true }),
      isInverse: fc.boolean(),
      right: fc.constantFrom('call' as const, 'put' as const),
    });
    fc.assert(
      fc.property(input, ({ moneyness, vol, right, ...context }) => {
        const mine = ours(context.forwardUsd * moneyness, vol, right, context);
        const back = fromVenueGreeks(toVenueGreeks(mine, convention, context), convention, context);
        if ('kind' in back) throw new Error(back.reason);
        const scale = { ...mine, thetaUsdPerDay: Math.abs(mine.thetaUsdPerDay) + Math.abs(mine.priceUsd) };
        for (const name of Object.keys(back) as (keyof OptionGreeks)[]) {
          const floor = name === 'rhoUsd' ? context.tauYears * context.forwardUsd : 1e-3;
          expect(Math.abs(back[name] - mine[name])).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(scale[name]), floor));
        }
      }),
    );
  });
});
