import type { MarginCure } from '@gimbal/contracts/risk/v1/exposure_events';
import { type AaveReserve, baseCurrencyOf, isMarginRulesetId, marginRulesets } from '@gimbal/margin';
import { decimalToNumber, formatDecimal, fromUnits } from '@gimbal/money';
import { inBaseCurrency } from '../exposure/inBaseCurrency.js';
import type { LendingBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { AccountRow, RiskState } from '../riskState.js';
import { availableElsewhere } from './availableElsewhere.js';
import type { CalledAccount } from './calledAccounts.js';
import { collateralForHealth } from './collateralForHealth.js';
import { HEALTH_TARGET, HEALTH_TARGET_WAD } from './marginCallLines.js';

/**
 * What brings a loan's health to the target, each by itself, in the order of its positions: a debt to repay, or more of a
 * collateral. In integers of the contract, and seen to reach the target by the contract's own figures. A debt whose whole
 * repayment isn't enough is left out.
 */
export function lendingCures(state: RiskState, basis: PortfolioBasis, called: CalledAccount): readonly MarginCure[] {
  const found = basis.accounts.find(({ account }) => account.accountId === called.accountId);
  const lending = found?.lending;
  if (found === undefined || !lending?.inputs.ok || !isMarginRulesetId(lending.inputs.value.ruleset)) return [];
  const { account, ruleset } = lending.inputs.value;
  const engine = marginRulesets[lending.inputs.value.ruleset];
  const cure = (action: string, asset: string, amount: bigint): MarginCure[] => {
    if (amount === 0n) return [];
    const reserve = account.reserves.find((each) => each.asset === asset)!;
    const usdPerUnit = usdPerUnitOf(basis, lending, reserve, ruleset);
    return [cureOf(state, basis, found.account, action, reserve, amount, usdPerUnit)];
  };
  return account.positions.flatMap(({ asset, scaledVariableDebt, usedAsCollateral }, at): readonly MarginCure[] => {
    const repay = scaledVariableDebt === 0n ? undefined : engine.repayForHealth(account, asset, HEALTH_TARGET_WAD);
    const counts = usedAsCollateral && account.reserves[at]!.liquidationThresholdBps > 0n;
    const more = counts ? collateralForHealth(engine.userAccountData, account, asset, HEALTH_TARGET_WAD) : undefined;
    return [
      ...(repay?.ok === true ? cure('repay_debt', asset, repay.value) : []),
      ...(more === undefined ? [] : cure('add_collateral', asset, more)),
    ];
  });
}

/** By the oracle; in a market whose prices are in ETH by the mark of the asset, 0 when it has none. */
function usdPerUnitOf(
  basis: PortfolioBasis,
  { listings }: LendingBasis,
  { asset, priceBase = 0n }: AaveReserve,
  ruleset: string,
): number {
  if (baseCurrencyOf(ruleset).symbol === 'USD') return inBaseCurrency(priceBase, ruleset);
  const listing = listings.get(asset);
  const price = listing && basis.frames.get(listing.underlying)?.columns.priceUsd[listing.index];
  return price === undefined || Number.isNaN(price) ? 0 : price;
}

function cureOf(
  state: RiskState,
  basis: PortfolioBasis,
  row: AccountRow,
  action: string,
  { asset, decimals }: AaveReserve,
  amount: bigint,
  usdPerUnit: number,
): MarginCure {
  const { accountId, venue, chain } = row;
  const units = fromUnits(amount, decimals);
  return {
    action,
    asset,
    amount: formatDecimal(units),
    amountUsd: decimalToNumber(units) * usdPerUnit,
    venue,
    chain,
    accountId,
    target: HEALTH_TARGET,
    ...availableElsewhere(state, basis, row, asset),
  };
}
