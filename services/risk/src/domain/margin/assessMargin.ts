import type { AssessMarginRequest, AssessMarginResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { describeStandingFailure, readMarginAccount } from '@gimbal/margin';
import type { Step } from '@gimbal/projection';
import { type Checked, invalid, refused } from '../commands/refusal.js';
import { type AccountBasis, portfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import { assessLending } from './assessLending.js';
import { assessVenue } from './assessVenue.js';
import { marginInputs, marginTerms } from './marginInputs.js';
import { marginSubject } from './marginOfAccounts.js';
import { setInForce } from './marginRows.js';
import { shownNames } from './shownNames.js';
import { type WhatIf, whatIfOf } from './whatIfRequest.js';

export type Assessment = Omit<AssessMarginResponse, 'cut'>;

/**
 * An account's margin or health now, and as it would be after trades and at other prices: of an attached account, or of any
 * account at a venue whose parameters are known. Nothing is changed by it.
 */
export function assessMargin(
  state: RiskState,
  portfolioKey: string,
  step: Step,
  request: AssessMarginRequest,
): Checked<Assessment> {
  const whatIf = whatIfOf(request);
  if (!whatIf.ok) return whatIf;
  const { accountId, accountJson, deployment } = request;
  if (accountId === '' && accountJson === '') {
    return refused(invalid('account_id', 'Expected an account, or account_json with a deployment, were neither.'));
  }
  if (accountJson !== '' && accountId !== '') {
    return refused(invalid('account_json', `Expected none beside the account ${accountId}, was one.`));
  }
  if (accountJson !== '') return assessHypothetical(state, step, deployment, accountJson, whatIf.value);
  const account = portfolioBasis(state, portfolioKey, step)?.accounts.find(
    (one) => one.account.accountId === accountId,
  );
  if (account === undefined) {
    const message = `Expected an account of the portfolio, was ${JSON.stringify(accountId.slice(0, 128))}.`;
    return refused(invalid('account_id', message));
  }
  if (deployment !== '' && deployment !== account.account.deployment) {
    const message = `Expected ${account.account.deployment || 'none'}, where ${accountId} is, was ${deployment}.`;
    return refused(invalid('deployment', message));
  }
  return assessAttached(state, step, account, whatIf.value);
}

function assessAttached(state: RiskState, step: Step, account: AccountBasis, whatIf: WhatIf): Checked<Assessment> {
  const { accountId, deployment } = account.account;
  if (account.margin !== undefined) {
    const inputs = marginInputs(deployment, accountId, account.margin, step.timeUs);
    return assessVenue(marginSubject(account, account.margin), inputs, whatIf);
  }
  if (account.lending !== undefined) return assessLending(state, account.account, account.lending, whatIf);
  return refused(invalid('account_id', `Expected an account with a deployment, ${accountId} has none.`));
}

function assessHypothetical(
  state: RiskState,
  { timeUs }: Step,
  deployment: string,
  accountJson: string,
  whatIf: WhatIf,
): Checked<Assessment> {
  const row = state.marginParameters.get(deployment);
  if (row === undefined) {
    const known = shownNames([...state.marginParameters.keys()]);
    const found = JSON.stringify(deployment.slice(0, 128));
    const message = `Expected a deployment with margin parameters${known || ', none is known'}, was ${found}.`;
    return refused(invalid('deployment', message));
  }
  const set = setInForce(row, timeUs);
  const terms = marginTerms(deployment, { set, market: state.marginMarkets.get(deployment) }, timeUs);
  if (!terms.ok) return refused(invalid('deployment', terms.reason));
  const account = readMarginAccount(terms.value.parameters.engine, accountJson);
  if (!account.ok) return refused(invalid('account_json', describeStandingFailure(account.failure)));
  const subject = {
    accountId: '',
    deployment,
    venue: deployment.split(':', 1)[0]!,
    ruleset: terms.value.parameters.engine,
    parameters: set?.source,
  };
  return assessVenue(subject, { ok: true, value: { ...terms.value, account: account.value } }, whatIf);
}
