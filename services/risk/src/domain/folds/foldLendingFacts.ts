import { isEvent } from '@gimbal/contracts';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  EModeConfigured,
  LendingPositionObserved,
  ReserveConfigured,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  lendingAccountKey,
  withEModeConfigured,
  withLendingPositionObserved,
  withOracleRoundObserved,
  withReserveConfigured,
  withReserveStateObserved,
  withUserEModeObserved,
} from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import { foldReserveToken } from '../lookThrough/lookThroughRows.js';
import type { FactRef, RiskState } from '../riskState.js';
import { lendingSourceKeys } from './lendingSourceKeys.js';

/** Lending facts and oracle rounds into the lending book, and beside it where each of its rows comes from. */
export function foldLendingFacts(state: RiskState, event: InboundEvent, source: FactRef): boolean {
  const { lending, lendingSources } = state;
  if (isEvent(event, OracleRoundObserved)) {
    const before = lending.prices.get(event.value.feed);
    withOracleRoundObserved(lending, event.value);
    if (lending.prices.get(event.value.feed) !== before)
      lendingSources.set(lendingSourceKeys.price(event.value.feed), source);
    return true;
  }
  if (isEvent(event, ReserveConfigured)) {
    withReserveConfigured(lending, event.value);
    lendingSources.set(lendingSourceKeys.config(event.value.deployment, event.value.asset), source);
    foldReserveToken(state, event.value);
    return true;
  }
  if (isEvent(event, ReserveStateObserved)) {
    withReserveStateObserved(lending, event.value);
    lendingSources.set(lendingSourceKeys.state(event.value.deployment, event.value.asset), source);
    return true;
  }
  if (isEvent(event, EModeConfigured)) {
    withEModeConfigured(lending, event.value);
    lendingSources.set(lendingSourceKeys.eMode(event.value.deployment, event.value.category), source);
    return true;
  }
  if (isEvent(event, UserEModeObserved)) {
    withUserEModeObserved(lending, event.value);
    lendingSources.set(lendingSourceKeys.userEMode(event.value.deployment, event.value.accountId), source);
    return true;
  }
  if (!isEvent(event, LendingPositionObserved)) return false;
  const { deployment, accountId, asset } = event.value;
  withLendingPositionObserved(lending, event.value);
  lendingSources.set(lendingSourceKeys.position(deployment, accountId, asset), source);
  const at = lendingAccountKey(deployment, accountId);
  if (event.tenant !== undefined && state.lendingTenants.get(at) !== event.tenant)
    state.lendingTenants.set(at, event.tenant);
  return true;
}
