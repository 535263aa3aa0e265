import type { ParameterUpdate } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type LendingAccount, lendingAccountKey } from '@gimbal/margin';
import type { AttachmentRow, GovernanceState } from '../governanceState.js';
import { watchedAccountId } from '../rowKeys.js';

/** The lending account behind an attachment: the one watched for its tenant, else the public one of that name. */
export function heldAccount(state: GovernanceState, attached: AttachmentRow): LendingAccount | undefined {
  const { deployment, accountId, tenant } = attached;
  const named = (owner: string): LendingAccount | undefined =>
    state.lending.accounts.get(lendingAccountKey(deployment, watchedAccountId(owner, accountId)));
  return named(tenant) ?? named('');
}

/** The assets of the updates that the account holds or owes, in the order of its positions. */
export function touchedAssets(account: LendingAccount, updates: readonly ParameterUpdate[]): string[] {
  const changed = new Set(updates.map(({ asset }) => asset));
  return account.positions
    .filter(
      ({ asset, scaledSupply, scaledVariableDebt }) =>
        changed.has(asset) && (scaledSupply > 0n || scaledVariableDebt > 0n),
    )
    .map(({ asset }) => asset);
}
