import type { MarginCure } from '@gimbal/contracts/risk/v1/exposure_events';
import { type AccountInputs, isMarginRulesetId, marginRulesets } from '@gimbal/margin';
import { formatDecimal, fromUnits } from '@gimbal/money';
import { usdOf } from '../exposure/lendingHealth.js';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
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
  const inputs = found?.lending?.inputs;
  if (found === undefined || inputs === undefined || !inputs.ok || !isMarginRulesetId(inputs.value.ruleset)) return [];
  const { account } = inputs.value;
  const engine = marginRulesets[inputs.value.ruleset];
  const cure = (action: string, asset: string, amount: bigint): MarginCure[] =>
    amount === 0n ? [] : [cureOf(state, basis, found.account, inputs.value, action, asset, amount)];
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

function cureOf(
  state: RiskState,
  basis: PortfolioBasis,
  row: AccountRow,
  { account }: AccountInputs,
  action: string,
  asset: string,
  amount: bigint,
): MarginCure {
  const { accountId, venue, chain } = row;
  const { decimals, priceBase } = account.reserves.find((reserve) => reserve.asset === asset)!;
  return {
    action,
    asset,
    amount: formatDecimal(fromUnits(amount, decimals)),
    amountUsd: usdOf((amount * (priceBase ?? 0n)) / 10n ** BigInt(decimals)),
    venue,
    chain,
    accountId,
    target: HEALTH_TARGET,
    ...availableElsewhere(state, basis, row, asset),
  };
}
