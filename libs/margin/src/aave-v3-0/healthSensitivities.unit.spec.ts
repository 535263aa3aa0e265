import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AaveAccount } from '../aave/account.js';
import type { HealthSensitivities } from '../aave/healthSensitivities.js';
import { DAI, dai, ethLoan, USDC, usdc, WETH, weth } from './ethLoan.sample.js';
import { healthSensitivities } from './healthSensitivities.js';
import { userAccountData } from './userAccountData.js';

const sensitivitiesOf = (account: AaveAccount): HealthSensitivities => {
  const result = healthSensitivities(account);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};
const healthOf = (account: AaveAccount): number => {
  const data = userAccountData(account);
  if (!data.ok) throw new Error(data.failure.code);
  return Number(data.value.healthFactorWad) / 1e18;
};

describe('the sensitivities of health', () => {
  it('are the hand calculation for a loan in one collateral', () => {
    // H = 1.009038...; the collateral carries all of it up, the debt all of it down.
    const { health, assets } = sensitivitiesOf(ethLoan(159_000_000_000n));
    expect(health).toBeCloseTo(1.009038461538, 12);
    const [collateral, debt] = assets;
    expect(collateral).toMatchObject({ asset: WETH, healthPerYearPerBorrowRatePoint: 0 });
    expect(collateral?.healthPerLnPrice).toBeCloseTo(1.009038461538, 12);
    expect(collateral?.healthPerThresholdPoint).toBeCloseTo(1.59 / 1.3 / 100, 12);
    expect(collateral?.healthPerYearPerSupplyRatePoint).toBeCloseTo(0.01009038461538, 14);
    expect(debt?.healthPerLnPrice).toBeCloseTo(-1.009038461538, 12);
    expect(debt?.healthPerYearPerBorrowRatePoint).toBeCloseTo(-0.01009038461538, 14);
  });

  it('are undefined without debt', () => {
    const loan = ethLoan(159_000_000_000n);
    expect(healthSensitivities({ ...loan, positions: loan.positions.slice(0, 1) })).toEqual({
      ok: false,
      failure: { code: 'NoDebt' },
    });
  });

  it('are what the contract arithmetic gives when one collateral moves by a little', () => {
    // One collateral has an exact average threshold, so the integers can be differenced without the floor's steps.
    const price = 159_000_000_000n;
    const [collateral] = sensitivitiesOf(ethLoan(price)).assets;
    const step = 15_900_000n; // one part in 10^4
    const difference = (healthOf(ethLoan(price + step)) - healthOf(ethLoan(price - step))) / 2e-4;
    expect(collateral?.healthPerLnPrice).toBeCloseTo(difference, 7);
    const withThreshold = (liquidationThresholdBps: bigint): AaveAccount => {
      const loan = ethLoan(price);
      const reserves = [{ ...weth(price), liquidationThresholdBps }, usdc()];
      return { ...loan, reserves };
    };
    const perPoint = healthOf(withThreshold(8_350n)) - healthOf(withThreshold(8_250n));
    expect(collateral?.healthPerThresholdPoint).toBeCloseTo(perPoint, 12);
  });

  it('are the finite differences of health for any book of three assets', () => {
    const usdAmounts = fc.double({ min: 1_000, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(fc.array(usdAmounts, { minLength: 6, maxLength: 6 }), (amounts) => {
        const book = [WETH, USDC, DAI].map((asset, i) => ({
          asset,
          supplied: Math.round(amounts[i] ?? 0),
          owed: Math.round(amounts[i + 3] ?? 0),
          threshold: [0.825, 0.85, 0.77][i] ?? 0,
        }));
        const smoothHealth = (
          bump: (asset: string) => { price: number; supply: number; debt: number; point: number },
        ) => {
          const covered = book.reduce((sum, leg) => {
            const by = bump(leg.asset);
            return sum + leg.supplied * by.price * by.supply * (leg.threshold + by.point);
          }, 0);
          return covered / book.reduce((sum, leg) => sum + leg.owed * bump(leg.asset).price * bump(leg.asset).debt, 0);
        };
        const none = { price: 1, supply: 1, debt: 1, point: 0 };
        const slope = (asset: string, up: Partial<typeof none>, down: Partial<typeof none>, width: number): number =>
          (smoothHealth((leg) => (leg === asset ? { ...none, ...up } : none)) -
            smoothHealth((leg) => (leg === asset ? { ...none, ...down } : none))) /
          width;
        const decimalsOf: Record<string, bigint> = {
          [WETH]: 10n ** 18n,
          [USDC]: 10n ** 6n,
          [DAI]: 10n ** 18n,
        };
        const result = sensitivitiesOf({
          reserves: [weth(100_000_000n), usdc(), dai()],
          positions: book.map((leg) => ({
            asset: leg.asset,
            scaledSupply: BigInt(leg.supplied) * (decimalsOf[leg.asset] ?? 0n),
            scaledVariableDebt: BigInt(leg.owed) * (decimalsOf[leg.asset] ?? 0n),
            usedAsCollateral: true,
          })),
        });
        const h = 1e-5;
        for (const asset of result.assets) {
          const tolerance = 1e-6 * result.health;
          const close = (actual: number, expected: number) =>
            expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance);
          close(asset.healthPerLnPrice, slope(asset.asset, { price: Math.exp(h) }, { price: Math.exp(-h) }, 2 * h));
          close(asset.healthPerThresholdPoint, slope(asset.asset, { point: 0.01 }, {}, 1));
          close(asset.healthPerYearPerSupplyRatePoint, slope(asset.asset, { supply: 1.01 }, {}, 1));
          close(asset.healthPerYearPerBorrowRatePoint * 1e-3, slope(asset.asset, { debt: 1 + 1e-5 }, {}, 1));
        }
      }),
    );
  });
});
