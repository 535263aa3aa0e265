import type { ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';
import type { Decision } from '../decide/decision.js';
import { type Doubt, feedDoubt } from '../market/feedDoubt.js';
import { breakDoubt } from '../wallet/breakDoubt.js';
import type { LendingInputs } from './lendingInputs.js';

/** Why a repayment may not be sized or sent now: an oracle of the loan's prices, the loan itself, or who pays is in doubt. */
export function repayDoubt(
  { state, desk }: Decision,
  { oracleFeeds }: Extract<LendingInputs, { ok: true }>,
  { accountId, payingAccountId }: Pick<ProposedAction, 'accountId' | 'payingAccountId'>,
): Doubt | undefined {
  for (const feed of oracleFeeds) {
    const doubt = feedDoubt(state, feed);
    if (doubt !== undefined) return doubt;
  }
  return breakDoubt(state, desk.tenant, accountId) ?? breakDoubt(state, desk.tenant, payingAccountId);
}
