import { isoMicros } from '@gimbal/contracts';
import {
  describeStandingFailure,
  isMarginEngineId,
  type MarginAccountData,
  marginEngines,
  type MarginInputs,
  type MarginMarketData,
  type MarginParametersData,
} from '@gimbal/margin';
import type { MarginBasis } from './marginBasis.js';
import { accountOf, marketOf, parametersOf } from './readMarginRows.js';

/** A value, or the sentence that says what is missing or wrong. */
export type Available<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

export interface MarginTerms {
  readonly parameters: MarginParametersData;
  readonly market: MarginMarketData;
}

/** The parameters in force at a deployment and its market, read by the engine that the set names. */
export function marginTerms(
  deployment: string,
  { set, market }: Pick<MarginBasis, 'set' | 'market'>,
  timeUs: bigint,
): Available<MarginTerms> {
  if (set === undefined) {
    return unavailable(`Expected margin parameters of ${deployment} in force at ${isoMicros(timeUs)}, found none.`);
  }
  const { ruleset } = set;
  if (!isMarginEngineId(ruleset)) {
    return unavailable(`Expected a ruleset of ${Object.keys(marginEngines).join(', ')}, was "${ruleset}".`);
  }
  const parameters = parametersOf(ruleset, set);
  if (!parameters.ok) return unavailable(`Parameters: ${describeStandingFailure(parameters.failure)}`);
  if (market === undefined) return unavailable(`Expected a market of ${deployment}, found none.`);
  const prices = marketOf(ruleset, market);
  if (!prices.ok) return unavailable(`Market: ${describeStandingFailure(prices.failure)}`);
  return { ok: true, value: { parameters: parameters.value, market: prices.value } };
}

/** Everything that the standing of an observed account rests on. */
export function marginInputs(
  deployment: string,
  accountId: string,
  basis: MarginBasis,
  timeUs: bigint,
): Available<MarginInputs> {
  const terms = marginTerms(deployment, basis, timeUs);
  if (!terms.ok) return terms;
  const account = observedAccount(deployment, accountId, basis, terms.value);
  return account.ok ? { ok: true, value: { ...terms.value, account: account.value } } : account;
}

function observedAccount(
  deployment: string,
  accountId: string,
  { observed }: MarginBasis,
  { parameters }: MarginTerms,
): Available<MarginAccountData> {
  if (observed === undefined) return unavailable(`Expected the account ${accountId} at ${deployment}, found none.`);
  const account = accountOf(parameters.engine, observed);
  return account.ok ? account : unavailable(`Account: ${describeStandingFailure(account.failure)}`);
}

function unavailable(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
