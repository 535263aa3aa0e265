import { ChangeState } from '@gimbal/contracts/governance/v1/governance_events';
import type { PayloadRow } from '../governanceState.js';

export interface PayloadTimes {
  readonly state: ChangeState;
  /** Earliest and latest execution; zero while unknown. */
  readonly executableFromUs: bigint;
  readonly executableUntilUs: bigint;
}

/**
 * Where a payload stands at a time of the domain clock. What a log said is final; that a payload has expired is said by
 * no log, so the clock says it: `expiry` after its creation when it was not queued, `grace` after it became executable
 * when it was not executed. Undefined until a log spoke of it.
 */
export function payloadTimes(row: PayloadRow, timeUs: bigint): PayloadTimes | undefined {
  const { createdAtUs, queuedAtUs, terms } = row;
  const delayUs = terms?.delayUs;
  const executableFromUs = queuedAtUs === undefined || delayUs === undefined ? 0n : queuedAtUs + delayUs;
  const executableUntilUs = executableFromUs === 0n ? 0n : executableFromUs + terms!.graceUs;
  const at = (state: ChangeState): PayloadTimes => ({ state, executableFromUs, executableUntilUs });
  if (row.executedAtUs !== undefined) return at(ChangeState.CHANGE_STATE_EXECUTED);
  if (row.cancelledAtUs !== undefined) return at(ChangeState.CHANGE_STATE_CANCELLED);
  if (queuedAtUs !== undefined) {
    const expired = executableUntilUs !== 0n && timeUs >= executableUntilUs;
    return at(expired ? ChangeState.CHANGE_STATE_EXPIRED : ChangeState.CHANGE_STATE_QUEUED);
  }
  if (createdAtUs === undefined || terms === undefined) return undefined;
  const expired = timeUs >= createdAtUs + terms.expiryUs;
  return at(expired ? ChangeState.CHANGE_STATE_EXPIRED : ChangeState.CHANGE_STATE_CREATED);
}

export function isPending(state: ChangeState): boolean {
  return state === ChangeState.CHANGE_STATE_CREATED || state === ChangeState.CHANGE_STATE_QUEUED;
}
