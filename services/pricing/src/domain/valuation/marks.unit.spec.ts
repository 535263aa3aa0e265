import { describe, expect, it } from 'vitest';
import {
  ethPool,
  markOf,
  normFactor,
  osqthPool,
  perp,
  PricingScenario,
  type SeenMark,
  usdc,
  vol,
} from '../../pricing.scenario.js';

// 17 August 2023 at 21:46 UTC: tick 202,555 of the recorded USDC/WETH pool. Expected values were computed apart from this
// code: prices and ranges with Python's decimal (50 digits), options with Python's math.erfc, from the formulas named.
const SPOT_USD = 1598.041064475932;
const PUT = 'option:paper:ETH-USD:20230825T080000Z:1650:P';
const CALL = 'option:paper:ETH-USD:20230825T080000Z:1650:C';
const RANGE = 'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190';
const OSQTH = 'powerperp:ethereum:oSQTH';

function markAt2146(instrumentId: string, ...extra: Parameters<PricingScenario['given']>): SeenMark {
  const scenario = new PricingScenario().list(instrumentId).given(ethPool(202_555, '21:45:37'), vol('0.45'), ...extra);
  return markOf(scenario, scenario.step('21:46:00'), instrumentId);
}

function expectMark(mark: SeenMark, expected: Partial<SeenMark>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value !== 'number') throw new Error(`Expected a number for ${name}.`);
    const tolerance = Math.max(1e-12, Math.abs(value) * 1e-10);
    expect(Math.abs((mark[name as keyof SeenMark] as number) - value), name).toBeLessThanOrEqual(tolerance);
  }
}

describe('marks', () => {
  it('of WETH are the price of the recorded pool, 10^12/1.0001^tick', () => {
    const mark = markAt2146('spot:WETH');
    expectMark(mark, {
      priceUsd: SPOT_USD,
      forwardUsd: SPOT_USD,
      delta: 1,
      gammaPerUsd: 0,
      carryUsdPerDay: 0,
      ageMs: 23_000,
    });
    expect(mark.failure).toBeUndefined();
  });

  it('of USDC are the assumed feed, which has no age', () => {
    expectMark(markAt2146('spot:USDC', usdc('100000000')), { priceUsd: 1, delta: 1, ageMs: 0 });
    expectMark(markAt2146('spot:USDC', usdc('98765432')), { priceUsd: 0.98765432, delta: 0.98765432 });
  });

  it('of a perpetual are its mark, and its carry is what a long receives: −0.0001·3·1,600 a day', () => {
    const mark = markAt2146('perp:paper:ETH-USD', perp('1600', '0.0001', '21:46:00'));
    expectMark(mark, { priceUsd: 1600, forwardUsd: 1600, delta: 1, gammaPerUsd: 0, carryUsdPerDay: -0.48 });
    expect(markAt2146('perp:paper:ETH-USD', perp('1600', '-0.0001', '21:46:00')).carryUsdPerDay).toBeCloseTo(0.48, 12);
  });

  it('of a dated future without a mark are spot', () => {
    expectMark(markAt2146('future:paper:ETH-USD:20230929T080000Z'), {
      priceUsd: SPOT_USD,
      delta: 1,
      thetaUsdPerDay: 0,
    });
  });

  it('of a dated future are its own mark where one is observed, with the basis rolling off in theta', () => {
    const id = 'future:paper:ETH-USD:20230929T080000Z';
    const mark = markAt2146(id, perp('1610', '0', '21:46:00', id));
    // ln(1610/1598.0410645)/τ a year, τ = 42.4263888… days: θ = −1610·ln(F/S)/42.4263888….
    const days = (Date.UTC(2023, 8, 29, 8) - Date.UTC(2023, 7, 17, 21, 46)) / 86_400_000;
    expectMark(mark, {
      priceUsd: 1610,
      delta: 1,
      thetaUsdPerDay: (-1610 * Math.log(1610 / SPOT_USD)) / days,
      rhoUsd: (1610 * days) / 365,
    });
  });

  it('of an inverse contract leave the delta to the coin leg: together size/entry coins', () => {
    const id = 'iperp:deribit:ETH-USD:10';
    const mark = markAt2146(id, perp(String(SPOT_USD), '0.0001', '21:46:00', id));
    expectMark(mark, { priceUsd: -10, delta: 0, gammaPerUsd: 0, carryUsdPerDay: -0.003 });
    // A long bought at 1,500 holds 10/1,500 coins in its quote leg. Equity is 10·(S/entry − 1), the venue's profit
    // 10·(1/entry − 1/S) coins in dollars (Deribit, inverse perpetual).
    const coinLegUsd = (10 / 1500) * SPOT_USD;
    expect(mark.priceUsd + coinLegUsd).toBeCloseTo(10 * (1 / 1500 - 1 / SPOT_USD) * SPOT_USD, 10);
  });

  it('of an inverse future with a basis have the delta of their finite difference, the basis held', () => {
    const id = 'ifuture:deribit:ETH-USD:20230929T080000Z:10';
    const value = (spot: number): number => (-10 * spot) / (spot + 12);
    const mark = markAt2146(id, perp(String(SPOT_USD + 12), '0', '21:46:00', id));
    expect(mark.priceUsd).toBeCloseTo(value(SPOT_USD), 10);
    expect(mark.delta).toBeCloseTo((value(SPOT_USD + 0.01) - value(SPOT_USD - 0.01)) / 0.02, 8);
  });

  it('of options are Black-76 on spot at a rate of 0 with the flat volatility', () => {
    expectMark(markAt2146(PUT), {
      priceUsd: 72.61856832505896,
      forwardUsd: SPOT_USD,
      vol: 0.45,
      delta: -0.6795316357997208,
      gammaPerUsd: 0.0034884581671146796,
      vegaUsdPerVolPoint: 0.8156554202322216,
      thetaUsdPerDay: -2.4712208355642398,
      rhoUsd: -23.5719285771194,
      vanna: 0.004219032036316908,
      volga: 0.004485304490347556,
      charmPerDay: -0.012782554514369535,
      carryUsdPerDay: 0,
      // The volatility is assumed and has no age; the pool's last swap was at 21:45:37.
      ageMs: 23_000,
    });
    expectMark(markAt2146(CALL), { priceUsd: 20.65963280099055, delta: 0.32046836420027924 });
  });

  it('of an inverse option are the same dollars as of the linear one', () => {
    const inverse = markAt2146('ioption:deribit:ETH-USD:20230825T080000Z:1650:P');
    expectMark(inverse, { priceUsd: 72.61856832505896, delta: -0.6795316357997208 });
  });

  it('of options stand on the future of their expiry before the perpetual, and on that before spot', () => {
    const future = 'future:paper:ETH-USD:20230825T080000Z';
    const onPerp = perp('1601', '0', '21:46:00');
    expect(markAt2146(PUT, onPerp).forwardUsd).toBe(1601);
    expect(markAt2146(PUT, onPerp, perp('1603', '0', '21:46:00', future)).forwardUsd).toBe(1603);
  });

  it('of a range are its two sides for 10^12 of liquidity; the carry is −LVR, Lσ²√P/4 a year', () => {
    expectMark(markAt2146(RANGE), {
      priceUsd: 5.493591215519246,
      delta: 0.002655981637679695,
      gammaPerUsd: -7.82686966164456e-6,
      carryUsdPerDay: -0.005544547894378066,
    });
  });

  it('of oSQTH are its pool times spot, with Greeks scaled to that mark', () => {
    const mark = markAt2146(OSQTH, osqthPool(30_387, '21:43:12'), normFactor('289001355763985743', '21:43:00'));
    // The recorded controller file says 0.0479022414451731 WETH a token at 21:43, within the tick of 1e-4.
    expect(mark.priceUsd / SPOT_USD / 0.0479022414451731).toBeCloseTo(1, 4);
    expectMark(mark, {
      priceUsd: 76.55318655065659,
      vol: 0.8735008766797617,
      delta: 0.09580878520886039,
      gammaPerUsd: 0.00005995389439,
      thetaUsdPerDay: -0.16002841322916,
      vegaUsdPerVolPoint: 0.06412122314406404,
      ageMs: 180_000,
    });
    expect(mark.failure).toBeUndefined();
  });

  it('of oSQTH below its index have no volatility, and say 0', () => {
    const mark = markAt2146(OSQTH, osqthPool(31_000, '21:43:12'), normFactor('289001355763985743', '21:43:00'));
    expect([mark.vol, mark.vegaUsdPerVolPoint]).toEqual([0, 0]);
    expect(mark.thetaUsdPerDay).toBeGreaterThan(0);
  });
});
