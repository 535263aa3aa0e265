import { isEvent } from '@gimbal/contracts';
import {
  LendingPositionObserved,
  ReserveConfigured,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { withLendingPositionObserved, withReserveConfigured, withReserveStateObserved } from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import type { ExecutionState } from '../executionState.js';
import { lendingAccountId } from '../rowKeys.js';

/** The lending book that a repayment is sized on. Watched accounts belong to a tenant, so their names carry it. */
export function foldLending(state: ExecutionState, event: InboundEvent): void {
  if (isEvent(event, ReserveConfigured)) withReserveConfigured(state.lending, event.value);
  else if (isEvent(event, ReserveStateObserved)) withReserveStateObserved(state.lending, event.value);
  else if (isEvent(event, LendingPositionObserved)) {
    const accountId = lendingAccountId(event.tenant ?? '', event.value.accountId);
    withLendingPositionObserved(state.lending, { ...event.value, accountId });
  }
}
