import type { UsedMark } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  type AaveAccount,
  type AaveRuleset,
  accountInputs,
  baseCurrencyOf,
  describeAccountInputsFailure,
  isMarginRulesetId,
  lendingAccountKey,
  marginRulesets,
} from '@gimbal/margin';
import type { ExecutionState } from '../executionState.js';
import { lendingAccountId } from '../rowKeys.js';

export type LendingInputs =
  | {
      readonly ok: true;
      readonly account: AaveAccount;
      readonly ruleset: AaveRuleset;
      readonly marks: readonly UsedMark[];
      /** The oracles that the prices come from. */
      readonly oracleFeeds: readonly string[];
    }
  | { readonly ok: false; readonly code: string; readonly reason: string };

/**
 * A lending account as the contract sees it, with the oracle prices that it is valued at, in a market in dollars. An account that is watched for
 * a tenant is its alone; one that was observed for nobody in particular is public, as everything on a chain is.
 */
export function lendingInputs(
  state: ExecutionState,
  tenant: string,
  deployment: string,
  accountId: string,
): LendingInputs {
  const isWatched =
    state.lending.accounts.get(lendingAccountKey(deployment, lendingAccountId(tenant, accountId))) !== undefined;
  const name = lendingAccountId(isWatched ? tenant : '', accountId);
  const inputs = accountInputs(state.lending, deployment, name);
  if (!inputs.ok)
    return { ok: false, code: 'lending_account_unknown', reason: describeAccountInputsFailure(inputs.failure) };
  const { account, prices, ruleset } = inputs.value;
  if (!isMarginRulesetId(ruleset) || baseCurrencyOf(ruleset).symbol !== 'USD') {
    const known = Object.keys(marginRulesets)
      .filter((id) => baseCurrencyOf(id).symbol === 'USD')
      .join(', ');
    return { ok: false, code: 'unsupported_ruleset', reason: `Expected the rules ${known}, was "${ruleset}".` };
  }
  const marks = prices.map(({ asset, answer, decimals }) => ({
    instrumentId: `spot:${asset}`,
    priceUsd: Number(answer) / 10 ** decimals,
    delta: 1,
  }));
  const oracleFeeds = [...new Set(prices.map(({ feed }) => feed))];
  return { ok: true, account, ruleset: marginRulesets[ruleset], marks, oracleFeeds };
}
