import type { HealthSensitivity, LendingHealth } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  type AccountInputs,
  type AaveReserve,
  balanceFromScaled,
  type MarginRulesetId,
  marginRulesets,
  RAY,
} from '@gimbal/margin';
import { DAYS_PER_YEAR } from '@gimbal/quant';
import type { LendingBasis } from './portfolioBasis.js';
import { usdOf } from './usdOf.js';

/** Of health: what a 1 % rise is in the logarithm of a price, to first order. */
const ONE_PERCENT = 0.01;
const RATE_POINT = 0.01;

export type HealthGreeks = Pick<LendingHealth, 'assets' | 'healthPerDay' | 'healthPerDayPerRatePoint'>;

/** How the health of an account moves with each of its assets and with time; nothing moves it while there is no debt. */
export function healthGreeks(
  inputs: AccountInputs,
  lending: LendingBasis,
  ruleset: MarginRulesetId,
  liquidationPrices: ReadonlyMap<string, bigint>,
): HealthGreeks {
  const engine = marginRulesets[ruleset];
  const found = engine.healthSensitivities(inputs.account);
  const byAsset = new Map((found.ok ? found.value.assets : []).map((each) => [each.asset, each]));
  let healthPerYear = 0;
  let healthPerYearPerRatePoint = 0;
  for (const { asset, healthPerYearPerSupplyRatePoint, healthPerYearPerBorrowRatePoint } of byAsset.values()) {
    const rates = lending.states.get(asset);
    if (rates === undefined) continue;
    healthPerYear += healthPerYearPerSupplyRatePoint * pointsOf(rates.liquidityRateRay);
    healthPerYear += healthPerYearPerBorrowRatePoint * pointsOf(rates.variableBorrowRateRay);
    healthPerYearPerRatePoint += healthPerYearPerBorrowRatePoint;
  }
  const assets = inputs.account.positions.flatMap((position, at): HealthSensitivity[] => {
    const reserve = inputs.account.reserves[at]!;
    const { asset } = reserve;
    const collateral = position.usedAsCollateral && reserve.liquidationThresholdBps !== 0n;
    const collateralUsd = collateral ? balanceUsd(position.scaledSupply, reserve.liquidityIndexRay, reserve) : 0;
    const debtUsd = balanceUsd(position.scaledVariableDebt, reserve.variableBorrowIndexRay, reserve);
    if (collateralUsd === 0 && debtUsd === 0) return [];
    const own = byAsset.get(asset);
    return [
      {
        asset,
        collateralUsd,
        debtUsd,
        healthPer1pct: (own?.healthPerLnPrice ?? 0) * ONE_PERCENT,
        healthPerThresholdPoint: own?.healthPerThresholdPoint ?? 0,
        liquidationPriceUsd: usdOf(liquidationPrices.get(asset) ?? 0n),
        liquidationThresholdBps: Number(reserve.liquidationThresholdBps),
      },
    ];
  });
  return {
    assets,
    healthPerDay: healthPerYear / DAYS_PER_YEAR,
    healthPerDayPerRatePoint: healthPerYearPerRatePoint / DAYS_PER_YEAR,
  };
}

function balanceUsd(scaled: bigint, indexRay: bigint, { priceBase = 0n, decimals }: AaveReserve): number {
  return usdOf((balanceFromScaled(scaled, indexRay) * priceBase) / 10n ** BigInt(decimals));
}

function pointsOf(rateRay: bigint): number {
  return Number(rateRay) / Number(RAY) / RATE_POINT;
}
