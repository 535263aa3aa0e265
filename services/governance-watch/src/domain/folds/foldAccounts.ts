import type { LendingPositionObserved, UserEModeObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { AccountAttached } from '@gimbal/contracts/risk/v1/portfolio_events';
import { lendingAccountKey, withLendingPositionObserved, withUserEModeObserved } from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import type { GovernanceState } from '../governanceState.js';
import { attachmentKey, tenantOfKey, watchedAccountId } from '../rowKeys.js';
import { stepOf } from './stepOf.js';

/** Accounts outside a lending deployment are nobody's concern here. */
export function foldAccountAttached(state: GovernanceState, { key, value }: InboundEvent<AccountAttached>): void {
  const { portfolioId, accountId, deployment } = value;
  if (deployment === '') return;
  const tenant = tenantOfKey(key);
  state.attachments.set(attachmentKey(key, portfolioId, accountId), { tenant, portfolioId, accountId, deployment });
}

export function foldLendingPosition(state: GovernanceState, event: InboundEvent<LendingPositionObserved>): void {
  const accountId = watchedAccountId(event.tenant ?? '', event.value.accountId);
  withLendingPositionObserved(state.lending, { ...event.value, accountId });
  state.accountMoves.set(lendingAccountKey(event.value.deployment, accountId), stepOf(event.causationId));
}

export function foldUserEMode(state: GovernanceState, event: InboundEvent<UserEModeObserved>): void {
  const accountId = watchedAccountId(event.tenant ?? '', event.value.accountId);
  withUserEModeObserved(state.lending, { ...event.value, accountId });
  state.accountMoves.set(lendingAccountKey(event.value.deployment, accountId), stepOf(event.causationId));
}
