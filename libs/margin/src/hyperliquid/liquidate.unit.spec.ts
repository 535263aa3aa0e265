import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HyperliquidAccount, HyperliquidMarks } from './account.js';
import { accountMargin } from './accountMargin.js';
import { afterTrades } from './afterTrades.js';
import { ethLong, parameters } from './hyperliquid.sample.js';
import { type HyperliquidLiquidation, liquidate } from './liquidate.js';
import { liquidationLoss } from './liquidationLoss.js';

const request = { asset: 'ETH', slippageShare: 0.001, feeShare: 0.00045 };

function liquidated(account: HyperliquidAccount, marksUsd: HyperliquidMarks, more = {}): HyperliquidLiquidation {
  const result = liquidate(account, parameters, marksUsd, { ...request, ...more });
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}

function equityOf(account: HyperliquidAccount, marksUsd: HyperliquidMarks): number {
  const margin = accountMargin(account, parameters, marksUsd);
  if (!margin.ok) throw new Error(margin.failure.code);
  return margin.value.accountValueUsd;
}

describe('a liquidation', () => {
  it('closes a small position whole, at the book', () => {
    // At 1,830: equity 300, maintenance 366. Sold 0.1 % below: 18.30 of slippage, 10 · 1,828.17 · 0.045 % of fee.
    const result = liquidated(ethLong, { ETH: 1_830 });
    expect(result).toMatchObject({ stage: 'full', toBackstopUsd: 0, badDebtUsd: 0 });
    expect(result.slippageUsd).toBeCloseTo(18.3, 9);
    expect(result.feeUsd).toBeCloseTo(8.226765, 9);
    expect(result.after.positions).toEqual([]);
    expect(result.after.crossRawUsd).toBeCloseTo(300 - 18.3 - 8.226765, 9);
  });

  it('of more than 100,000 USD first sends a fifth, and the rest in the cool-down', () => {
    const large = {
      crossRawUsd: -180_000,
      positions: [{ asset: 'ETH', size: 100, mode: { kind: 'cross', leverage: 10 } }],
    } as const;
    const first = liquidated(large, { ETH: 1_830 });
    expect(first.stage).toBe('partial');
    expect(first.closed[0]!.size).toBe(20);
    expect(first.after.positions[0]!.size).toBe(80);
    expect(liquidated(large, { ETH: 1_830 }, { secondsSincePartial: 29 }).stage).toBe('full');
    expect(liquidated(large, { ETH: 1_830 }, { secondsSincePartial: 30 }).stage).toBe('partial');
  });

  it('below two thirds of the maintenance margin gives everything to the backstop', () => {
    // At 1,820: equity 200, two thirds of 364 are 242.67.
    const result = liquidated(ethLong, { ETH: 1_820 });
    expect(result).toMatchObject({ stage: 'backstop', toBackstopUsd: 200, badDebtUsd: 0, slippageUsd: 0 });
    expect(result.after).toEqual({ crossRawUsd: 0, positions: [] });
    // At 1,790 the account is 100 short.
    expect(liquidated(ethLong, { ETH: 1_790 })).toMatchObject({ toBackstopUsd: 0, badDebtUsd: 100 });
  });

  it('of an isolated position leaves cross alone', () => {
    const account: HyperliquidAccount = {
      crossRawUsd: 5_000,
      positions: [
        { asset: 'ETH', size: 1, mode: { kind: 'isolated', leverage: 20, rawUsd: -1_900 } },
        { asset: 'SMALL', size: 10, mode: { kind: 'cross', leverage: 2 } },
      ],
    };
    const result = liquidated(account, { ETH: 1_890, SMALL: 10 });
    expect(result).toMatchObject({ stage: 'backstop', badDebtUsd: 10 });
    expect(result.after).toEqual({ crossRawUsd: 5_000, positions: [account.positions[1]] });
  });

  it('is refused while the account is healthy', () => {
    expect(liquidate(ethLong, parameters, { ETH: 2_000 }, request)).toEqual({
      ok: false,
      failure: { code: 'NotLiquidatable', asset: 'ETH', equityUsd: 2_000, maintenanceUsd: 400 },
    });
  });

  it('takes from the account what slippage, fee and backstop get, less the bad debt', () => {
    const amount = fc.double({ min: 0.1, max: 500, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(amount, amount),
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        fc.double({ min: -0.04, max: 0.0199, noNaN: true }),
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        ([eth, small], [ethLongSide, smallLongSide, isolated], equityShare, slippageShare) => {
          const marks = { ETH: 1_000, SMALL: 10 };
          const ethSize = ethLongSide ? eth : -eth;
          const smallSize = smallLongSide ? small : -small;
          const raw = equityShare * eth * 1_000 - ethSize * 1_000;
          // An isolated short has always received its price, which the sample above keeps.
          const mode = isolated
            ? ({ kind: 'isolated', leverage: 10, rawUsd: raw } as const)
            : ({ kind: 'cross', leverage: 10 } as const);
          const account: HyperliquidAccount = {
            crossRawUsd: (isolated ? 0 : raw) - smallSize * 10,
            positions: [
              { asset: 'ETH', size: ethSize, mode },
              { asset: 'SMALL', size: smallSize, mode: { kind: 'cross', leverage: 5 } },
            ],
          };
          const result = liquidated(account, marks, { slippageShare });
          const { slippageUsd, feeUsd, toBackstopUsd, badDebtUsd, after } = result;
          const lostUsd = equityOf(account, marks) - equityOf(after, marks);
          expect(lostUsd).toBeCloseTo(slippageUsd + feeUsd + toBackstopUsd - badDebtUsd, 6);
          for (const part of [slippageUsd, feeUsd, toBackstopUsd, badDebtUsd]) expect(part).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('costs, at its price, the market order, or all that is left where the backstop steps in', () => {
    const loss = liquidationLoss(ethLong, parameters, { ETH: 2_000 }, request);
    // At 1,836.7347 0.1 % of 18,367.347 is slippage, and 0.045 % of what is left of that the fee.
    expect(loss.ok && loss.value.priceUsd).toBeCloseTo(1_836.734693877551, 9);
    expect(loss.ok && loss.value.atMarketLossUsd).toBeCloseTo(18.36734694 + 18_348.97959184 * 0.00045, 6);
    // 10 p − 18,000 = 2/3 · 2 % · 10 p: p = 18,000 / 9.8666…, where 2/3 · 2 % of 18,243.24 are left.
    expect(loss.ok && loss.value.backstop?.priceUsd).toBeCloseTo(1_824.324324324324, 9);
    expect(loss.ok && loss.value.backstop?.lossUsd).toBeCloseTo(243.243243243243, 8);
  });

  it('has no backstop where the rest of the account keeps it above two thirds', () => {
    // Without ETH 270 are left and 300 of maintenance on SMALL: liquidated below some price, never below two thirds.
    const account: HyperliquidAccount = {
      crossRawUsd: 6_270,
      positions: [
        { asset: 'ETH', size: 1, mode: { kind: 'cross', leverage: 10 } },
        { asset: 'SMALL', size: -600, mode: { kind: 'cross', leverage: 5 } },
      ],
    };
    const loss = liquidationLoss(account, parameters, { ETH: 2_000, SMALL: 10 }, request);
    // p + 270 = 0.02 p + 300.
    expect(loss.ok && loss.value.priceUsd).toBeCloseTo(30 / 0.98, 9);
    expect(loss).toMatchObject({ ok: true, value: { backstop: undefined } });
  });
});

describe('a what-if', () => {
  const trade = {
    asset: 'SMALL',
    sizeChange: 100,
    priceUsd: 10,
    feeUsd: 0.45,
    mode: { kind: 'cross', leverage: 5 },
  } as const;

  it('moves equity by the fee and the distance from the mark alone', () => {
    const after = afterTrades(ethLong, [trade]);
    if (!after.ok) throw new Error(after.failure.code);
    // Bought 100 at 10, marked at 11: +100 − 0.45.
    expect(equityOf(after.value, { ETH: 2_000, SMALL: 11 })).toBeCloseTo(2_000 + 100 - 0.45, 9);
    const back = afterTrades(after.value, [{ ...trade, sizeChange: -100, feeUsd: 0 }]);
    expect(back.ok && back.value.positions).toEqual(ethLong.positions);
  });

  it('sets margin aside for an isolated position, and brings it back when that is closed', () => {
    const isolated = { ...trade, mode: { kind: 'isolated', leverage: 5 }, isolatedMarginUsd: 200 } as const;
    const opened = afterTrades({ crossRawUsd: 1_000, positions: [] }, [isolated]);
    // 200 aside, less 1,000 paid and 0.45 of fee.
    expect(opened).toMatchObject({
      value: { crossRawUsd: 800, positions: [{ size: 100, mode: { kind: 'isolated', rawUsd: -800.45 } }] },
    });
    if (!opened.ok) throw new Error(opened.failure.code);
    const closing = { ...isolated, sizeChange: -100, priceUsd: 12, feeUsd: 0, isolatedMarginUsd: 0 };
    const closed = afterTrades(opened.value, [closing]);
    expect(closed).toEqual({ ok: true, value: { crossRawUsd: 800 + 1_200 - 800.45, positions: [] } });
  });

  it('refuses a price that is none', () => {
    expect(afterTrades(ethLong, [{ ...trade, priceUsd: 0 }])).toMatchObject({
      failure: { code: 'ValueOutOfRange', subject: 'SMALL', field: 'priceUsd', found: 0 },
    });
    expect(afterTrades(ethLong, [{ ...trade, feeUsd: NaN }])).toMatchObject({ failure: { field: 'feeUsd' } });
  });
});
