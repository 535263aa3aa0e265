import type { ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { GovernanceState } from '../governanceState.js';
import { directChange } from './directChange.js';
import { payloadChange } from './payloadChange.js';
import { sameChange } from './sameChange.js';

/** The changes that are new or no longer as they were published, in order of their ids. */
export function updatedChanges(state: GovernanceState, timeUs: bigint): readonly ParameterChangeUpdated[] {
  const updated: ParameterChangeUpdated[] = [];
  for (const [changeId, row] of state.payloads.entries()) {
    const change = payloadChange(row, timeUs);
    const before = state.published.get(changeId);
    if (change !== undefined && (before === undefined || !sameChange(change, before))) updated.push(change);
  }
  for (const [changeId, moved] of state.moved.entries()) {
    // What was once said of it stands: a payload that is learnt of later doesn't unsay it.
    const change = state.published.has(changeId) ? undefined : directChange(state, changeId, moved, timeUs);
    if (change !== undefined) updated.push(change);
  }
  // After a restart the tables hold their rows in another order.
  return updated.sort((one, other) => (one.changeId < other.changeId ? -1 : 1));
}
