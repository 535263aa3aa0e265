import { isEvent } from '@gimbal/contracts';
import {
  KillSwitchEngaged,
  KillSwitchReleased,
  KillSwitchReleaseRequested,
  ModeSet,
} from '@gimbal/contracts/execution/v1/execution_events';
import type { InboundEvent } from '@gimbal/projection';
import { type DeskRow, deskOf, type ExecutionState, type KillSwitch } from '../executionState.js';
import { ownedKey } from '../rowKeys.js';

/** Mode and kill switch of a desk. */
export function foldControls(state: ExecutionState, event: InboundEvent): void {
  const desk = deskOf(state, event.key);
  if (isEvent(event, ModeSet)) state.desks.set(event.key, { ...desk, mode: event.value.mode });
  else if (isEvent(event, KillSwitchEngaged)) {
    const { engagedBy, reason } = event.value;
    state.desks.set(event.key, withSwitch(desk, { engaged: true, engagedBy, reason, releaseRequestedBy: '' }));
  } else if (isEvent(event, KillSwitchReleaseRequested)) {
    const releaseRequestedBy = event.value.requestedBy;
    state.desks.set(event.key, withSwitch(desk, { ...desk.killSwitch, releaseRequestedBy }));
  } else if (isEvent(event, KillSwitchReleased)) {
    const released = { engaged: false, engagedBy: '', reason: '', releaseRequestedBy: '' };
    state.desks.set(event.key, withSwitch(desk, released));
    forgetDeclined(state, desk);
  }
}

function withSwitch(desk: DeskRow, killSwitch: KillSwitch): DeskRow {
  return { ...desk, killSwitch };
}

/** What stood in the way may be said again when it stands there again. */
function forgetDeclined(state: ExecutionState, desk: DeskRow): void {
  for (const breachId of desk.openBreachIds) {
    const key = ownedKey(desk.rootKey, breachId);
    const row = state.breaches.get(key);
    if (row !== undefined && row.declinedCodes.length > 0) state.breaches.set(key, { ...row, declinedCodes: [] });
  }
}
