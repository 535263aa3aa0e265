import type { ExecutionState } from '../executionState.js';
import { ownedKey } from '../rowKeys.js';

/** A waiver is over: a breach that opened under it is measured by the limit's own level from now on. */
export function forgetWaiver(state: ExecutionState, rootKey: string, waiverId: string): void {
  for (const breachId of state.desks.get(rootKey)?.openBreachIds ?? []) {
    const key = ownedKey(rootKey, breachId);
    const row = state.breaches.get(key);
    if (row?.opened.waiverId === waiverId) state.breaches.set(key, { ...row, opened: { ...row.opened, waiverId: '' } });
  }
}
