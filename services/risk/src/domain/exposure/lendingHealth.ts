import type { HealthSensitivity, LendingHealth } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  type AaveReserve,
  type AaveUserAccountData,
  type AccountInputs,
  balanceFromScaled,
  baseCurrencyOf,
  describeAaveFailure,
  describeAccountInputsFailure,
  isMarginRulesetId,
  marginRulesets,
  WAD,
} from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import type { AccountRow } from '../riskState.js';
import { healthGreeks } from './healthGreeks.js';
import { inBaseCurrency } from './inBaseCurrency.js';
import { liquidationLoss, lossWhereItBegins } from './liquidationLoss.js';
import { liquidationPrices } from './liquidationPrices.js';
import type { LendingBasis } from './portfolioBasis.js';

const WAD_DECIMALS = WAD.toString().length - 1;

/**
 * Health of a lending account in its protocol's integers, or why there is none. `ethUsd` is what one ETH is worth where
 * that is the market's base currency; while it is 0, what would be in dollars there is 0.
 */
export function lendingHealth(account: AccountRow, lending: LendingBasis, ethUsd = 0): LendingHealth {
  const { inputs } = lending;
  if (!inputs.ok) return unavailable(account, '', describeAccountInputsFailure(inputs.failure));
  const { ruleset } = inputs.value;
  if (!isMarginRulesetId(ruleset)) {
    return unavailable(
      account,
      ruleset,
      `Expected a ruleset of ${Object.keys(marginRulesets).join(', ')}, was "${ruleset}".`,
    );
  }
  const data = marginRulesets[ruleset].userAccountData(inputs.value.account);
  if (!data.ok) return unavailable(account, ruleset, describeAaveFailure(data.failure));
  const isLiquidatable = data.value.healthFactorWad < WAD;
  const prices = liquidationPrices(inputs.value.account, ruleset);
  const usdPerBase = baseCurrencyOf(ruleset).symbol === 'USD' ? 1 : ethUsd;
  const greeks = healthGreeks(inputs.value, lending, ruleset, { prices, usdPerBase });
  const largest = largestCollateralOf(inputs.value, greeks.assets, prices);
  const loss = isLiquidatable
    ? liquidationLoss(inputs.value.account, ruleset)
    : lossWhereItBegins(inputs.value.account, largest.largestCollateral, prices, ruleset);
  return {
    ...unavailable(account, ruleset, ''),
    ...healthOf(inputs.value, data.value),
    ...greeks,
    ...largest,
    liquidationLossUsd: loss * usdPerBase,
  };
}

function healthOf(inputs: AccountInputs, data: AaveUserAccountData): Partial<LendingHealth> {
  return {
    ruleset: inputs.ruleset,
    totalCollateralBase: data.totalCollateralBase.toString(),
    totalDebtBase: data.totalDebtBase.toString(),
    averageLiquidationThresholdBps: Number(data.currentLiquidationThresholdBps),
    healthFactorWad: data.healthFactorWad.toString(),
    healthFactor: decimalToNumber(fromUnits(data.healthFactorWad, WAD_DECIMALS)),
  };
}

type LargestCollateral = Pick<
  LendingHealth,
  'largestCollateral' | 'liquidationPriceUsd' | 'distanceToLiquidation' | 'healthPer1pct' | 'healthPerThresholdPoint'
>;

function largestCollateralOf(
  inputs: AccountInputs,
  assets: readonly HealthSensitivity[],
  liquidationPrices: ReadonlyMap<string, bigint>,
): LargestCollateral {
  const largest = largestCollateral(inputs);
  const own = assets.find(({ asset }) => asset === largest?.asset);
  const price = inBaseCurrency(largest?.priceBase ?? 0n, inputs.ruleset);
  const liquidationPrice = inBaseCurrency(liquidationPrices.get(largest?.asset ?? '') ?? 0n, inputs.ruleset);
  return {
    largestCollateral: largest?.asset ?? '',
    liquidationPriceUsd: own?.liquidationPriceUsd ?? 0,
    distanceToLiquidation: liquidationPrice === 0 ? 0 : (price - liquidationPrice) / price,
    healthPer1pct: own?.healthPer1pct ?? 0,
    healthPerThresholdPoint: own?.healthPerThresholdPoint ?? 0,
  };
}

/** The collateral that is worth most at the oracle's prices; the first one when two are worth the same. */
export function largestCollateral(inputs: AccountInputs): AaveReserve | undefined {
  let largest: { readonly reserve: AaveReserve; readonly valueBase: bigint } | undefined;
  for (const [at, position] of inputs.account.positions.entries()) {
    const reserve = inputs.account.reserves[at]!;
    if (!position.usedAsCollateral || reserve.liquidationThresholdBps === 0n) continue;
    const balance = balanceFromScaled(position.scaledSupply, reserve.liquidityIndexRay);
    const valueBase = (balance * (reserve.priceBase ?? 0n)) / 10n ** BigInt(reserve.decimals);
    if (valueBase > (largest?.valueBase ?? 0n)) largest = { reserve, valueBase };
  }
  return largest?.reserve;
}

function unavailable(account: AccountRow, ruleset: string, unavailableReason: string): LendingHealth {
  return {
    accountId: account.accountId,
    deployment: account.deployment,
    ruleset,
    totalCollateralBase: '0',
    totalDebtBase: '0',
    averageLiquidationThresholdBps: 0,
    healthFactorWad: '0',
    healthFactor: 0,
    liquidationPriceUsd: 0,
    distanceToLiquidation: 0,
    healthPer1pct: 0,
    healthPerThresholdPoint: 0,
    largestCollateral: '',
    unavailableReason,
    assets: [],
    healthPerDay: 0,
    healthPerDayPerRatePoint: 0,
    liquidationLossUsd: 0,
  };
}
