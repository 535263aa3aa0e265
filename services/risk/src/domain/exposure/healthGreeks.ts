import type { HealthSensitivity, LendingHealth } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  type AccountInputs,
  type AaveReserve,
  balanceFromScaled,
  baseCurrencyOf,
  type MarginRulesetId,
  marginRulesets,
  RAY,
} from '@gimbal/margin';
import { DAYS_PER_YEAR } from '@gimbal/quant';
import { appliedTerms } from './appliedTerms.js';
import type { LendingBasis } from './portfolioBasis.js';
import { inBaseCurrency } from './inBaseCurrency.js';

/** Of health: what a 1 % rise is in the logarithm of a price, to first order. */
const ONE_PERCENT = 0.01;
const RATE_POINT = 0.01;

export type HealthGreeks = Pick<LendingHealth, 'assets' | 'healthPerDay' | 'healthPerDayPerRatePoint'>;

interface LiquidationPricing {
  /** By asset, in base currency. */
  readonly prices: ReadonlyMap<string, bigint>;
  /** 0 where nobody says what the base currency is worth. */
  readonly usdPerBase: number;
}

/** How the health of an account moves with each of its assets and with time; nothing moves it while there is no debt. */
export function healthGreeks(
  inputs: AccountInputs,
  lending: LendingBasis,
  ruleset: MarginRulesetId,
  { prices, usdPerBase }: LiquidationPricing,
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
  const isInUsd = baseCurrencyOf(ruleset).symbol === 'USD';
  const assets = inputs.account.positions.flatMap((position, at): HealthSensitivity[] => {
    const reserve = inputs.account.reserves[at]!;
    const { asset } = reserve;
    const collateral = position.usedAsCollateral && reserve.liquidationThresholdBps !== 0n;
    const worth = (scaled: bigint, indexRay: bigint): number =>
      inBaseCurrency(baseOf(balanceFromScaled(scaled, indexRay), reserve), ruleset) * usdPerBase;
    const suppliedScaled = collateral ? position.scaledSupply : 0n;
    if (suppliedScaled === 0n && position.scaledVariableDebt === 0n) return [];
    const own = byAsset.get(asset);
    return [
      {
        asset,
        collateralUsd: worth(suppliedScaled, reserve.liquidityIndexRay),
        debtUsd: worth(position.scaledVariableDebt, reserve.variableBorrowIndexRay),
        healthPer1pct: (own?.healthPerLnPrice ?? 0) * ONE_PERCENT,
        healthPerThresholdPoint: own?.healthPerThresholdPoint ?? 0,
        // A market in ETH has a price in ETH; what that is in dollars depends on another one.
        liquidationPriceUsd: isInUsd ? inBaseCurrency(prices.get(asset) ?? 0n, ruleset) : 0,
        liquidationThresholdBps: Number(appliedTerms(inputs.account, reserve).thresholdBps),
      },
    ];
  });
  return {
    assets,
    healthPerDay: healthPerYear / DAYS_PER_YEAR,
    healthPerDayPerRatePoint: healthPerYearPerRatePoint / DAYS_PER_YEAR,
  };
}

function baseOf(amount: bigint, { priceBase = 0n, decimals }: AaveReserve): bigint {
  return (amount * priceBase) / 10n ** BigInt(decimals);
}

function pointsOf(rateRay: bigint): number {
  return Number(rateRay) / Number(RAY) / RATE_POINT;
}
