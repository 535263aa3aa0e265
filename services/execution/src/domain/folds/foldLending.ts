import { isEvent } from '@gimbal/contracts';
import {
  EModeConfigured,
  LendingPositionObserved,
  ReserveConfigured,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  withEModeConfigured,
  withLendingPositionObserved,
  withReserveConfigured,
  withReserveStateObserved,
  withUserEModeObserved,
} from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import type { ExecutionState } from '../executionState.js';
import { lendingAccountId } from '../rowKeys.js';

/** The lending book that a repayment is sized on. Watched accounts belong to a tenant, so their names carry it. */
export function foldLending(state: ExecutionState, event: InboundEvent): void {
  if (isEvent(event, ReserveConfigured)) withReserveConfigured(state.lending, event.value);
  else if (isEvent(event, ReserveStateObserved)) withReserveStateObserved(state.lending, event.value);
  else if (isEvent(event, EModeConfigured)) withEModeConfigured(state.lending, event.value);
  else if (isEvent(event, UserEModeObserved)) {
    const accountId = lendingAccountId(event.tenant ?? '', event.value.accountId);
    withUserEModeObserved(state.lending, { ...event.value, accountId });
  } else if (isEvent(event, LendingPositionObserved)) {
    const accountId = lendingAccountId(event.tenant ?? '', event.value.accountId);
    withLendingPositionObserved(state.lending, { ...event.value, accountId });
  }
}
