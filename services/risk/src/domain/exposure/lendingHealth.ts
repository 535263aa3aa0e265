import type { LendingHealth } from '@gimbal/contracts/risk/v1/exposure_events';
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
import type { LendingBasis } from './portfolioBasis.js';

const WAD_DECIMALS = WAD.toString().length - 1;
/** Of health: what a 1 % rise is in the logarithm of a price, to first order. */
const ONE_PERCENT = 0.01;

/** Health of a lending account in its protocol's integers, or why there is none. */
export function lendingHealth(account: AccountRow, lending: LendingBasis): LendingHealth {
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
  return data.ok
    ? {
        ...unavailable(account, ruleset, ''),
        ...healthOf(inputs.value, data.value),
        ...largestCollateralOf(inputs.value, ruleset),
      }
    : unavailable(account, ruleset, describeAaveFailure(data.failure));
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

function largestCollateralOf(inputs: AccountInputs, ruleset: keyof typeof marginRulesets): Partial<LendingHealth> {
  const largest = largestCollateral(inputs);
  if (largest === undefined) return {};
  const engine = marginRulesets[ruleset];
  const sensitivities = engine.healthSensitivities(inputs.account);
  const own = sensitivities.ok ? sensitivities.value.assets.find(({ asset }) => asset === largest.asset) : undefined;
  const solved = engine.liquidationPrice(inputs.account, largest.asset);
  const found =
    solved.ok && (solved.value.kind === 'atOrBelow' || solved.value.kind === 'atOrAbove') ? solved.value : undefined;
  const price = inBaseCurrency(largest.priceBase ?? 0n, ruleset);
  const liquidationPrice = inBaseCurrency(found?.priceBase ?? 0n, ruleset);
  return {
    largestCollateral: largest.asset,
    // A market in ETH has a price in ETH; what that is in dollars depends on another one.
    liquidationPriceUsd: baseCurrencyOf(ruleset).symbol === 'USD' ? liquidationPrice : 0,
    distanceToLiquidation: liquidationPrice === 0 ? 0 : (price - liquidationPrice) / price,
    healthPer1pct: (own?.healthPerLnPrice ?? 0) * ONE_PERCENT,
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

/** A price or total of a market as a number of its base currency: USD, or ETH on Aave v2. */
export function inBaseCurrency(base: bigint, ruleset: string): number {
  return decimalToNumber(fromUnits(base, baseCurrencyOf(ruleset).decimals));
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
