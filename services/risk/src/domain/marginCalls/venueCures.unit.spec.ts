import { MarginLeg, MarginStanding } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  dydxV4,
  type DydxParameters,
  hyperliquid,
  HYPERLIQUID_RULES,
  HYPERLIQUID_TIERS_2025,
  type HyperliquidAccount,
  DYDX_V4_RULES,
} from '@gimbal/margin';
import { decimalToNumber } from '@gimbal/money';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { USAGE_TARGET } from './marginCallLines.js';
import { cashToAdd, positionToClose } from './venueCures.js';

const standing = (equityUsd: number, maintenanceMarginUsd: number): MarginStanding =>
  MarginStanding.create({ equityUsd, maintenanceMarginUsd });
const leg = (quantity: number, maintenanceMarginUsd: number): MarginLeg =>
  MarginLeg.create({ quantity, maintenanceMarginUsd });

describe('cashToAdd', () => {
  it.each([
    // 900 / (1,000 + 200) = 0.75.
    [1000, 900, 200_000_000n],
    // 100 / 0.75 - 50 = 83.3333333…, rounded up to a millionth.
    [50, 100, 83_333_334n],
    // Under water by 10: 30 / 0.75 + 10 = 50.
    [-10, 30, 50_000_000n],
  ])('of equity %d and maintenance %d', (equityUsd, maintenanceUsd, unscaled) => {
    expect(cashToAdd(standing(equityUsd, maintenanceUsd))).toEqual({ unscaled, scale: 6 });
  });

  it('is nothing for an account that is at the target', () => {
    expect(cashToAdd(standing(1000, 750))).toBeUndefined();
  });
});

describe('positionToClose', () => {
  it('closes the share of the leg that has to go', () => {
    // (900 - 0.75 · 1,000) / 600 = 0.25 of 8.
    expect(positionToClose(standing(1000, 900), leg(-8, 600))).toEqual({ unscaled: 200_000_000n, scale: 8 });
  });

  it('is nothing when the whole leg is not enough, or there is no equity', () => {
    expect(positionToClose(standing(1000, 900), leg(8, 149))).toBeUndefined();
    expect(positionToClose(standing(0, 900), leg(8, 900))).toBeUndefined();
    expect(positionToClose(standing(1000, 900), leg(0, 0))).toBeUndefined();
  });
});

const sizes = fc.double({ min: 0.01, max: 5_000, noNaN: true });
const signs = fc.constantFrom(-1, 1);

describe('a cure through the engine that margins the account', () => {
  it('brings Hyperliquid’s usage to the target, cash or position, across its tiers', () => {
    const parameters = { ...HYPERLIQUID_RULES, assets: HYPERLIQUID_TIERS_2025 };
    const marks = { ETH: 1650, BTC: 29_000 };
    const usageOf = (account: HyperliquidAccount) => {
      const margin = hyperliquid.accountMargin(account, parameters, marks);
      if (!margin.ok) throw new Error(margin.failure.code);
      return { ...margin.value.cross, positions: margin.value.positions };
    };
    let cures = 0;
    fc.assert(
      fc.property(sizes, sizes, signs, fc.double({ min: 0.8, max: 1.2, noNaN: true }), (eth, btc, sign, usage) => {
        const positions = [
          { asset: 'ETH', size: sign * eth, mode: { kind: 'cross', leverage: 10 } },
          { asset: 'BTC', size: btc, mode: { kind: 'cross', leverage: 10 } },
        ] as const;
        const { maintenanceUsd } = usageOf({ crossRawUsd: 0, positions });
        const valueUsd = sign * eth * marks.ETH + btc * marks.BTC;
        const account = { crossRawUsd: maintenanceUsd / usage - valueUsd, positions };
        const before = usageOf(account);
        const now = standing(before.equityUsd, before.maintenanceUsd);
        const cash = cashToAdd(now);
        const crossRawUsd = account.crossRawUsd + decimalToNumber(cash!);
        const after = usageOf({ ...account, crossRawUsd });
        expect(after.maintenanceUsd / after.equityUsd).toBeLessThanOrEqual(USAGE_TARGET * (1 + 1e-9));
        for (const [at, position] of positions.entries()) {
          const closed = positionToClose(now, leg(position.size, before.positions[at]!.maintenanceUsd));
          if (closed === undefined) continue;
          cures++;
          const trade = {
            asset: position.asset,
            sizeChange: -Math.sign(position.size) * decimalToNumber(closed),
            priceUsd: marks[position.asset],
            feeUsd: 0,
            mode: position.mode,
          };
          const traded = hyperliquid.afterTrades(account, [trade]);
          const left = usageOf(traded.ok ? traded.value : account);
          expect(left.maintenanceUsd / left.equityUsd).toBeLessThanOrEqual(USAGE_TARGET * (1 + 1e-9));
        }
      }),
    );
    expect(cures).toBeGreaterThan(50);
  });

  it('brings dYdX’s usage to the target, cash or position', () => {
    const market = {
      market: 'ETH-USD',
      initialMarginFraction: 0.02,
      maintenanceFraction: 0.6,
      openInterestLowerCapUsd: 25e6,
      openInterestUpperCapUsd: 50e6,
    };
    const parameters: DydxParameters = { ...DYDX_V4_RULES, markets: [market] };
    const states = { 'ETH-USD': { oraclePriceUsd: 1650, openInterest: 1000 } };
    fc.assert(
      fc.property(sizes, signs, fc.double({ min: 0.8, max: 1.2, noNaN: true }), (size, sign, usage) => {
        const position = { market: 'ETH-USD', size: sign * size };
        const of = (quoteUsd: number, held: number) => {
          const margin = dydxV4.subaccountMargin(
            { quoteUsd, positions: [{ ...position, size: held }] },
            parameters,
            states,
          );
          if (!margin.ok) throw new Error(margin.failure.code);
          return margin.value;
        };
        const { maintenanceMarginUsd } = of(0, position.size);
        const quoteUsd = maintenanceMarginUsd / usage - position.size * 1650;
        const before = of(quoteUsd, position.size);
        const now = standing(before.equityUsd, before.maintenanceMarginUsd);
        const cash = of(quoteUsd + decimalToNumber(cashToAdd(now)!), position.size);
        expect(cash.maintenanceMarginUsd / cash.equityUsd).toBeLessThanOrEqual(USAGE_TARGET * (1 + 1e-9));
        const closed = sign * decimalToNumber(positionToClose(now, leg(position.size, before.maintenanceMarginUsd))!);
        const less = of(quoteUsd + closed * 1650, position.size - closed);
        expect(less.maintenanceMarginUsd / less.equityUsd).toBeLessThanOrEqual(USAGE_TARGET * (1 + 1e-9));
      }),
    );
  });
});
