import { ChangeState, type ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { PendingChange } from '@gimbal/contracts/governance/v1/governance_service';
import { isPending } from '../changes/payloadTimes.js';
import type { GovernanceState } from '../governanceState.js';

/**
 * The changes as they were published, in order of their ids, with what they do to the accounts of one tenant. Pending
 * ones alone, unless those that have ended are asked for.
 */
export function listChanges(
  state: GovernanceState,
  tenant: string,
  timeUs: bigint,
  includeEnded: boolean,
): PendingChange[] {
  const changes = [...state.published.values()].filter((change) => includeEnded || isPending(change.state));
  const impacts = [...state.impacts.entries()]
    .filter(([, impact]) => impact.tenant === tenant && impact.touchedAssets.length > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, impact]) => impact);
  return changes
    .sort((one, other) => (one.changeId < other.changeId ? -1 : 1))
    .map((change) => ({
      change,
      impacts: impacts.filter(({ changeId }) => changeId === change.changeId),
      countdownUs: countdownUs(state, change, timeUs),
    }));
}

/**
 * Microseconds until the earliest execution; zero when it could happen now, has ended, or its delay is not known. A
 * payload that is not queued yet can't be executed before the whole delay has passed, even if it were queued now.
 */
function countdownUs(state: GovernanceState, change: ParameterChangeUpdated, timeUs: bigint): bigint {
  if (change.state === ChangeState.CHANGE_STATE_CREATED)
    return state.payloads.get(change.changeId)?.terms?.delayUs ?? 0n;
  if (change.state !== ChangeState.CHANGE_STATE_QUEUED || change.executableFromUs <= timeUs) return 0n;
  return change.executableFromUs - timeUs;
}
