import type { MarginStanding, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import { SEARCHED_LEGS_MAX } from '@gimbal/margin';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import { bookDifferences } from './bookDifferences.js';
import type { MarginBasis } from './marginBasis.js';
import { knownStanding } from './knownStanding.js';
import { marginInputs } from './marginInputs.js';
import { marginStandingOf, type MarginSubject, wireStanding } from './marginStandingOf.js';

export interface MarginOfAccounts {
  readonly margin: readonly MarginStanding[];
  /** What has to be said of them beside the totals. */
  readonly unvalued: readonly Unvalued[];
}

const NO_MARGIN: MarginOfAccounts = { margin: [], unvalued: [] };

/** Where each account of a portfolio stands at its venue, in the order of the accounts. */
export function marginOfAccounts({ accounts, step }: PortfolioBasis): MarginOfAccounts {
  if (!accounts.some(({ margin }) => margin !== undefined)) return NO_MARGIN;
  const margin: MarginStanding[] = [];
  const unvalued: Unvalued[] = [];
  for (const account of accounts) {
    if (account.margin === undefined) continue;
    const standing = standingOfAccount(account, account.margin, step.timeUs, unvalued);
    margin.push(standing);
    if (standing.unavailableReason !== '') unvalued.push(unavailableMargin(standing));
    unvalued.push(...standing.unvalued);
  }
  return { margin, unvalued };
}

export function marginSubject({ account }: Pick<AccountBasis, 'account'>, { set }: MarginBasis): MarginSubject {
  const { accountId, deployment, venue } = account;
  return { accountId, deployment, venue, ruleset: set?.ruleset ?? '', parameters: set?.source };
}

function standingOfAccount(
  account: AccountBasis,
  basis: MarginBasis,
  timeUs: bigint,
  unvalued: Unvalued[],
): MarginStanding {
  const { accountId, deployment } = account.account;
  const subject = marginSubject(account, basis);
  const inputs = marginInputs(deployment, accountId, basis, timeUs);
  if (!inputs.ok) return marginStandingOf(subject, inputs, SEARCHED_LEGS_MAX);
  unvalued.push(...bookDifferences(account.account, account.columns, inputs.value));
  return wireStanding(subject, inputs.value, knownStanding(inputs.value));
}

function unavailableMargin({ accountId, deployment, unavailableReason }: MarginStanding): Unvalued {
  return {
    accountId,
    instrumentId: deployment,
    code: 'margin_unavailable',
    reason: unavailableReason,
    valueKept: false,
  };
}
