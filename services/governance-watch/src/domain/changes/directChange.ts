import { ChangeState, type ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { ParameterUpdate } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { GovernanceState, MovedReserveRow, PayloadRow } from '../governanceState.js';
import { changeTitle } from './changeTitle.js';
import { payloadTimes } from './payloadTimes.js';

export const DIRECT_SOURCE = 'steward or direct';

/**
 * Parameters that moved without a payload: a risk steward, or somebody with the role, changed them with no vote and no
 * delay, so the first that is seen of it is that it has happened. Undefined when payloads explain all that moved.
 */
export function directChange(
  state: GovernanceState,
  changeId: string,
  moved: MovedReserveRow,
  timeUs: bigint,
): ParameterChangeUpdated | undefined {
  const updates = moved.updates.filter((update) => !isExplained(state, moved, update, timeUs));
  if (updates.length === 0) return undefined;
  const { deployment, asset, learntAtUs } = moved;
  return {
    changeId,
    deployment,
    payloadId: 0n,
    state: ChangeState.CHANGE_STATE_EXECUTED,
    updates,
    createdAtUs: 0n,
    queuedAtUs: 0n,
    executableFromUs: 0n,
    executableUntilUs: 0n,
    executedAtUs: learntAtUs,
    title: changeTitle(`${asset} without a payload`, updates),
    source: DIRECT_SOURCE,
  };
}

function isExplained(state: GovernanceState, moved: MovedReserveRow, update: ParameterUpdate, timeUs: bigint): boolean {
  for (const payload of state.payloads.values()) {
    if (payload.deployment !== moved.deployment || !couldHaveMoved(payload, moved, timeUs)) continue;
    const says = payload.content?.updates.some(
      ({ asset, parameter, after }) =>
        asset === update.asset && parameter === update.parameter && after === update.after,
    );
    if (says === true) return true;
  }
  return false;
}

/** Executed since the parameters before were learnt, or executable by now with the log of its execution still to come. */
function couldHaveMoved(payload: PayloadRow, moved: MovedReserveRow, timeUs: bigint): boolean {
  if (payload.executedAtUs !== undefined) return payload.executedAtUs >= moved.beforeLearntAtUs;
  const times = payloadTimes(payload, timeUs);
  return (
    times?.state === ChangeState.CHANGE_STATE_QUEUED &&
    times.executableFromUs !== 0n &&
    times.executableFromUs <= timeUs
  );
}
