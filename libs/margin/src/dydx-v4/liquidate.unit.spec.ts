import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterTrades } from './afterTrades.js';
import { parameters, states, sunkLong, sunkShort } from './dydx.sample.js';
import { type DydxLiquidation, type DydxLiquidationRequest, liquidate } from './liquidate.js';
import { liquidationLoss } from './liquidationLoss.js';
import { liquidationPrice } from './liquidationPrice.js';
import type { DydxMarketStates, DydxSubaccount } from './subaccount.js';
import { subaccountMargin } from './subaccountMargin.js';

const whole = { market: 'BTC-USD', size: 'whole' } as const;

function liquidated(
  subaccount: DydxSubaccount,
  request: DydxLiquidationRequest,
  at: DydxMarketStates = states,
): DydxLiquidation {
  const result = liquidate(subaccount, parameters, at, request);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}

function equityOf(subaccount: DydxSubaccount, at: DydxMarketStates = states): number {
  const margin = subaccountMargin(subaccount, parameters, at);
  if (!margin.ok) throw new Error(margin.failure.code);
  return margin.value.equityUsd;
}

describe('a liquidation', () => {
  it('is limited at the fillable price, and the insurance fund pays beyond the bankruptcy price', () => {
    // Equity 300 of 600 maintenance: half way, so 0.5 · 1.5 · 600 = 450 off the oracle. Bankrupt at −300 off it.
    const long = liquidated(sunkLong, whole);
    expect(long).toMatchObject({
      fillPriceUsd: 49_550,
      bankruptcyPriceUsd: 49_700,
      spreadUsd: 450,
      insuranceFeeUsd: -150,
    });
    expect(long.after).toEqual({ quoteUsd: 0, positions: [] });
    const short = liquidated(sunkShort, whole);
    expect(short).toMatchObject({ fillPriceUsd: 50_450, bankruptcyPriceUsd: 50_300, insuranceFeeUsd: -150 });
  });

  it('pays the insurance fund what is above the bankruptcy price, up to 1.5 % of the fill', () => {
    // 300 are left at the oracle price, less than 1.5 % of 50,000.
    expect(liquidated(sunkLong, { ...whole, fillPriceUsd: 50_000 }).insuranceFeeUsd).toBe(300);
    // Long tail, 10 % of maintenance: 95 of 100 left. Limit 1,000 − 0.05 · 1.5 · 100 = 992.5; 1.5 % of that.
    const tail = { quoteUsd: -905, positions: [{ market: 'TAIL-USD', size: 1 }] };
    const result = liquidated(tail, { market: 'TAIL-USD', size: 'whole' });
    expect(result.fillPriceUsd).toBeCloseTo(992.5, 9);
    expect(result.insuranceFeeUsd).toBeCloseTo(14.8875, 9);
    expect(result.after.quoteUsd).toBeCloseTo(72.6125, 9);
  });

  it('shares what is left between positions by their maintenance margin', () => {
    // 600 for BTC and 300 for 100 SOL: of 450 of equity, BTC's share is 300, so bankrupt at 49,700 as alone.
    const two = {
      quoteUsd: -59_550,
      positions: [
        { market: 'BTC-USD', size: 1 },
        { market: 'SOL-USD', size: 100 },
      ],
    };
    expect(liquidated(two, whole).bankruptcyPriceUsd).toBeCloseTo(49_700, 8);
  });

  it('takes at most a tenth of a position and 100,000 USD in a block', () => {
    const block = { market: 'BTC-USD', size: 'block' } as const;
    expect(liquidated(sunkLong, block).closedSize).toBe(0.1);
    const large = { quoteUsd: -4_970_000, positions: [{ market: 'BTC-USD', size: 100 }] };
    expect(liquidated(large, block).closedSize).toBe(2);
  });

  it('is refused when maintenance is met, and for more than there is', () => {
    expect(liquidate({ ...sunkLong, quoteUsd: -49_000 }, parameters, states, whole)).toEqual({
      ok: false,
      failure: { code: 'NotLiquidatable', asset: 'BTC-USD', equityUsd: 1_000, maintenanceUsd: 600 },
    });
    expect(liquidate(sunkLong, parameters, states, { ...whole, size: 1.5 })).toMatchObject({
      failure: { field: 'size' },
    });
    expect(liquidate(sunkLong, parameters, states, { ...whole, fillPriceUsd: -1 })).toMatchObject({
      failure: { field: 'fillPriceUsd' },
    });
    expect(liquidate(sunkLong, parameters, states, { ...whole, market: 'SOL-USD' })).toMatchObject({
      failure: { code: 'NoPosition' },
    });
  });

  it('takes from the account the spread and the fee, and at the bankruptcy price leaves the ratio as it was', () => {
    const size = fc.double({ min: 0.01, max: 20, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(size, size, fc.boolean(), fc.boolean()),
        fc.double({ min: -0.5, max: 0.99, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        fc.double({ min: 0.97, max: 1.03, noNaN: true }),
        ([btcSize, solSize, btcLong, solLong], ratio, share, fill) => {
          const positions = [
            { market: 'BTC-USD', size: btcLong ? btcSize : -btcSize },
            { market: 'SOL-USD', size: solLong ? solSize : -solSize },
          ];
          const notional = positions[0]!.size * 50_000 + positions[1]!.size * 100;
          const maintenance = btcSize * 600 + solSize * 3;
          const subaccount = { quoteUsd: ratio * maintenance - notional, positions };
          const request = { market: 'BTC-USD', size: btcSize * share, fillPriceUsd: 50_000 * fill };
          const result = liquidated(subaccount, request);
          const lostUsd = equityOf(subaccount) - equityOf(result.after);
          expect(lostUsd).toBeCloseTo(result.spreadUsd + result.insuranceFeeUsd, 5);
          if (result.insuranceFeeUsd > 0.015 * fill * 50_000 * btcSize * share - 1e-6) return;
          // Whatever the fill, up to the fee's cap the account pays its share by maintenance margin, and no more.
          expect(lostUsd).toBeCloseTo(ratio * btcSize * share * 600, 5);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the liquidation price', () => {
  it('is where equity meets maintenance', () => {
    // Long: p − 45,000 = 0.012 p; short: 55,000 − p = 0.012 p.
    const long = liquidationPrice({ ...sunkLong, quoteUsd: -45_000 }, parameters, states, 'BTC-USD');
    expect(long.ok && long.value.priceUsd).toBeCloseTo(45_000 / 0.988, 8);
    const short = liquidationPrice({ ...sunkShort, quoteUsd: 55_000 }, parameters, states, 'BTC-USD');
    expect(short.ok && short.value.priceUsd).toBeCloseTo(55_000 / 1.012, 8);
    expect(short.ok && short.value.kind).toBe('atOrAbove');
  });

  it('is missing by name for a long that is covered and a short that no price heals', () => {
    expect(liquidationPrice({ ...sunkLong, quoteUsd: 1 }, parameters, states, 'BTC-USD')).toMatchObject({
      failure: { code: 'NoLiquidationPrice', reason: 'neverLiquidated' },
    });
    expect(liquidationPrice({ ...sunkShort, quoteUsd: -1 }, parameters, states, 'BTC-USD')).toMatchObject({
      failure: { code: 'NoLiquidationPrice', reason: 'alwaysLiquidatable' },
    });
  });

  it('costs the fee alone, since the limit there is the oracle price', () => {
    // At 45,000 / 0.988 the equity is 1.2 % of the price: less than the cap, so all of it goes.
    const loss = liquidationLoss({ ...sunkLong, quoteUsd: -45_000 }, parameters, states, whole);
    expect(loss.ok && loss.value.lossUsd).toBeCloseTo((0.012 * 45_000) / 0.988, 6);
  });
});

describe('a what-if', () => {
  it('moves equity by the fee and the distance from the oracle alone', () => {
    const trade = { market: 'SOL-USD', sizeChange: -10, priceUsd: 99, feeUsd: 0.5 };
    const after = afterTrades(sunkLong, [trade]);
    if (!after.ok) throw new Error(after.failure.code);
    expect(equityOf(after.value)).toBeCloseTo(300 - 10 - 0.5, 9);
    expect(afterTrades(after.value, [{ ...trade, sizeChange: 10 }])).toMatchObject({
      value: { positions: sunkLong.positions },
    });
    expect(afterTrades(sunkLong, [{ ...trade, priceUsd: 0 }])).toMatchObject({ failure: { field: 'priceUsd' } });
  });
});
