import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HyperliquidAccount } from './account.js';
import { accountMargin } from './accountMargin.js';
import { ethLong, ethShort, parameters } from './hyperliquid.sample.js';
import { liquidationPrice } from './liquidationPrice.js';

const ETH_2000 = { ETH: 2_000 };

function priceOf(account: HyperliquidAccount, marksUsd: Record<string, number>, asset: string): number {
  const price = liquidationPrice(account, parameters, marksUsd, asset);
  if (!price.ok) throw new Error(price.failure.code);
  return price.value.priceUsd;
}

describe('the margin of an account', () => {
  it('is its equity, notional over leverage, and what neither that nor a tenth of the notional holds back', () => {
    // 20,000 of notional: 2,000 in use at 10x, 400 of maintenance at half of 1/25.
    const margin = accountMargin(ethLong, parameters, ETH_2000);
    expect(margin).toMatchObject({
      ok: true,
      value: { accountValueUsd: 2_000, marginUsedUsd: 2_000, withdrawableUsd: 0 },
    });
    expect(margin.ok && margin.value.cross).toMatchObject({ maintenanceUsd: 400, standing: 'healthy' });
    const richer = accountMargin({ ...ethLong, crossRawUsd: -15_000 }, parameters, ETH_2000);
    expect(richer.ok && richer.value.withdrawableUsd).toBe(3_000);
  });

  it('keeps an isolated position apart', () => {
    const account: HyperliquidAccount = {
      crossRawUsd: 500,
      positions: [{ asset: 'ETH', size: 1, mode: { kind: 'isolated', leverage: 5, rawUsd: -1_600 } }],
    };
    const margin = accountMargin(account, parameters, { ETH: 1_625 });
    // 1,625 − 1,600 = 25 of equity, 32.5 of maintenance, two thirds of which are 21.67.
    expect(margin).toMatchObject({
      ok: true,
      value: {
        accountValueUsd: 525,
        marginUsedUsd: 25,
        withdrawableUsd: 500,
        cross: { standing: 'healthy' },
        isolated: [{ isolatedAsset: 'ETH', equityUsd: 25, maintenanceUsd: 32.5, standing: 'liquidatable' }],
      },
    });
    const lower = accountMargin(account, parameters, { ETH: 1_620 });
    // 20 of 32.4: below two thirds.
    expect(lower.ok && lower.value.isolated[0]!.standing).toBe('backstop');
  });
});

describe('the liquidation price', () => {
  it('follows the documented formula', () => {
    // price − side · available / size / (1 − l · side): 2000 − 1600/10/0.98, and 2000 + 1600/10/1.02.
    expect(priceOf(ethLong, ETH_2000, 'ETH')).toBeCloseTo(1_836.734693877551, 9);
    expect(priceOf(ethShort, ETH_2000, 'ETH')).toBeCloseTo(2_156.8627450980393, 9);
  });

  it('holds the rest of the cross positions', () => {
    const account: HyperliquidAccount = {
      crossRawUsd: -3_000,
      positions: [...ethLong.positions, { asset: 'SMALL', size: -100, mode: { kind: 'cross', leverage: 5 } }],
    };
    // Equity −3,000 + 20,000 − 15,000 = 2,000; maintenance 400 + 15,000/20 = 750; so 850 are available.
    expect(priceOf(account, { ETH: 2_000, SMALL: 150 }, 'ETH')).toBeCloseTo(2_000 - 85 / 0.98, 9);
    expect(priceOf(account, { ETH: 2_000, SMALL: 150 }, 'SMALL')).toBeCloseTo(150 + 8.5 / 1.05, 9);
  });

  it('is solved on the tier that the position will be in', () => {
    const account: HyperliquidAccount = {
      crossRawUsd: 110_000_000,
      positions: [{ asset: 'ETH', size: -40_000, mode: { kind: 'cross', leverage: 10 } }],
    };
    // 80M now, in the first tier; there in the second: (110M + 4M/3) / (40,000 · (1 + 1/30)) = 2,693.548…, 107.7M.
    expect(priceOf(account, ETH_2000, 'ETH')).toBeCloseTo(2_693.5483870967741, 8);
  });

  it('is what the venue printed for a large account, two tiers deep', () => {
    // Printed on 30 November 2025 at 12:35:45.684 UTC for a public account: value 40,522,414.679239, prices as below.
    const account: HyperliquidAccount = {
      crossRawUsd: -202_071_900.861571,
      positions: [
        { asset: 'ETH', size: 52_353.9587, mode: { kind: 'cross', leverage: 15 } },
        { asset: 'XRP', size: 38_829_121, mode: { kind: 'cross', leverage: 10 } },
      ],
    };
    const marks = { ETH: 157_496_413.95721 / 52_353.9587, XRP: 85_097_901.5836 / 38_829_121 };
    const margin = accountMargin(account, parameters, marks);
    expect(margin.ok && margin.value.accountValueUsd).toBeCloseTo(40_522_414.679239, 6);
    expect(priceOf(account, marks, 'ETH')).toBeCloseTo(2_349.3048283219, 9);
    expect(priceOf(account, marks, 'XRP')).toBeCloseTo(1.2874773749, 9);
  });

  it('is missing by name when no price of the asset alone liquidates, or none heals', () => {
    const covered = { ...ethLong, crossRawUsd: 100 };
    expect(liquidationPrice(covered, parameters, ETH_2000, 'ETH')).toEqual({
      ok: false,
      failure: { code: 'NoLiquidationPrice', asset: 'ETH', reason: 'neverLiquidated' },
    });
    expect(liquidationPrice({ ...ethShort, crossRawUsd: -100 }, parameters, ETH_2000, 'ETH')).toEqual({
      ok: false,
      failure: { code: 'NoLiquidationPrice', asset: 'ETH', reason: 'alwaysLiquidatable' },
    });
    expect(liquidationPrice(ethLong, parameters, ETH_2000, 'SMALL')).toMatchObject({ failure: { code: 'NoPosition' } });
  });

  it('says when the mark is past it', () => {
    const price = liquidationPrice(ethLong, parameters, { ETH: 1_830 }, 'ETH');
    expect(price).toMatchObject({ ok: true, value: { kind: 'atOrBelow', liquidatableNow: true } });
  });

  it('is where equity meets maintenance, to one side of which the account is healthy', () => {
    const size = fc.double({ min: 0.01, max: 80_000, noNaN: true });
    fc.assert(
      fc.property(size, fc.boolean(), fc.double({ min: 0.05, max: 0.9, noNaN: true }), (amount, long, share) => {
        const signed = long ? amount : -amount;
        const account: HyperliquidAccount = {
          crossRawUsd: -signed * 2_000 + share * amount * 2_000,
          positions: [{ asset: 'ETH', size: signed, mode: { kind: 'cross', leverage: 5 } }],
        };
        const priceUsd = priceOf(account, ETH_2000, 'ETH');
        const at = accountMargin(account, parameters, { ETH: priceUsd });
        if (!at.ok) throw new Error(at.failure.code);
        const { equityUsd, maintenanceUsd } = at.value.cross;
        expect(Math.abs(equityUsd - maintenanceUsd)).toBeLessThan(1e-9 * amount * 2_000);
        const standing = (factor: number) => {
          const margin = accountMargin(account, parameters, { ETH: priceUsd * factor });
          return margin.ok && margin.value.cross.standing === 'healthy';
        };
        expect([standing(1 + 1e-6), standing(1 - 1e-6)]).toEqual(long ? [true, false] : [false, true]);
      }),
      { numRuns: 300 },
    );
  });
});
