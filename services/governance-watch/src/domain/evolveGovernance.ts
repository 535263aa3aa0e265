import { isEvent } from '@gimbal/contracts';
import { ChangeImpactAssessed, ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  EModeConfigured,
  GovernanceLogObserved,
  GovernancePayloadRead,
  LendingPositionObserved,
  ReserveConfigured,
  ReserveStateObserved,
  UserEModeObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { AccountAttached } from '@gimbal/contracts/risk/v1/portfolio_events';
import { withEModeConfigured, withOracleRoundObserved, withReserveStateObserved } from '@gimbal/margin';
import type { InboundEvent } from '@gimbal/projection';
import type { ControllerDirectory } from './controllerTerms.js';
import { foldAccountAttached, foldLendingPosition, foldUserEMode } from './folds/foldAccounts.js';
import { foldPayloadLog } from './folds/foldPayloadLog.js';
import { foldPayloadRead } from './folds/foldPayloadRead.js';
import { foldReserveConfigured } from './folds/foldReserveConfigured.js';
import type { GovernanceState } from './governanceState.js';
import { impactKey } from './rowKeys.js';

/** Folds one event into the rows that its key owns; what concerns no fold changes nothing. */
export function evolveGovernance(state: GovernanceState, event: InboundEvent, directory: ControllerDirectory): void {
  if (isEvent(event, OracleRoundObserved)) withOracleRoundObserved(state.lending, event.value);
  else if (isEvent(event, ReserveStateObserved)) withReserveStateObserved(state.lending, event.value);
  else if (isEvent(event, LendingPositionObserved)) foldLendingPosition(state, event);
  else if (isEvent(event, EModeConfigured)) withEModeConfigured(state.lending, event.value);
  else if (isEvent(event, UserEModeObserved)) foldUserEMode(state, event);
  else if (isEvent(event, ReserveConfigured)) foldReserveConfigured(state, event);
  else if (isEvent(event, AccountAttached)) foldAccountAttached(state, event);
  else if (isEvent(event, GovernanceLogObserved)) foldPayloadLog(state, event, directory);
  else if (isEvent(event, GovernancePayloadRead)) foldPayloadRead(state, event);
  else if (isEvent(event, ParameterChangeUpdated)) state.published.set(event.value.changeId, event.value);
  else if (isEvent(event, ChangeImpactAssessed)) {
    const { changeId, tenant, portfolioId, accountId } = event.value;
    state.impacts.set(impactKey(changeId, tenant, portfolioId, accountId), event.value);
  }
}
