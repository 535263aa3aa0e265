import {
  type ChangeImpactAssessed,
  ChangeState,
  type ParameterChangeUpdated,
} from '@gimbal/contracts/governance/v1/governance_events';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import { isPending } from '../changes/payloadTimes.js';
import type { AttachmentRow, GovernanceState } from '../governanceState.js';
import { assessImpact } from './assessImpact.js';

/** The assessments that are due: of every pending change, and once of each change in the step in which it happened. */
export function assessImpacts(
  state: GovernanceState,
  updated: readonly ParameterChangeUpdated[],
  cut: Cut,
): readonly ChangeImpactAssessed[] {
  const changes = concerningChanges(state, updated);
  if (changes.length === 0) return [];
  const newIds = new Set(updated.map(({ changeId }) => changeId));
  const accounts = attachmentsInOrder(state);
  return changes.flatMap((change) =>
    accounts
      .filter(({ deployment }) => deployment === change.deployment)
      .flatMap((attached) => assessImpact(state, change, newIds.has(change.changeId), attached, cut) ?? []),
  );
}

function concerningChanges(
  state: GovernanceState,
  updated: readonly ParameterChangeUpdated[],
): readonly ParameterChangeUpdated[] {
  const now = new Map<string, ParameterChangeUpdated>();
  for (const change of state.published.values()) if (isPending(change.state)) now.set(change.changeId, change);
  for (const change of updated) {
    if (isPending(change.state) || change.state === ChangeState.CHANGE_STATE_EXECUTED) now.set(change.changeId, change);
    else now.delete(change.changeId);
  }
  return [...now.values()]
    .filter(({ updates }) => updates.length > 0)
    .sort((one, other) => (one.changeId < other.changeId ? -1 : 1));
}

/** After a restart the table holds its rows in another order. */
function attachmentsInOrder(state: GovernanceState): readonly AttachmentRow[] {
  return [...state.attachments.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}
