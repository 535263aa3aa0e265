import {
  GovernanceServiceService,
  type ListPendingChangesRequest,
  type ListPendingChangesResponse,
  type WatchChangesRequest,
  type WatchChangesResponse,
} from '@gimbal/contracts/governance/v1/governance_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { awaitMinPosition, type CallContext, ServerStream, Unary } from '@gimbal/runtime';
import { Controller, Inject } from '@nestjs/common';
import type { GovernanceState } from '../domain/governanceState.js';
import { listChanges } from '../domain/queries/listChanges.js';
import { servingState } from './servingState.js';
import { watchChanges } from './watchChanges.js';

export const GOVERNANCE_HOST = Symbol('GOVERNANCE_HOST');
export const GOVERNANCE_LOG = Symbol('GOVERNANCE_LOG');

/** gimbal.governance.v1.GovernanceService. */
@Controller()
export class GovernanceController {
  constructor(
    @Inject(GOVERNANCE_HOST) private readonly host: StageHost<GovernanceState>,
    @Inject(GOVERNANCE_LOG) private readonly log: EventLog,
  ) {}

  @Unary(GovernanceServiceService.listPendingChanges)
  async listPendingChanges(request: ListPendingChangesRequest, call: CallContext): Promise<ListPendingChangesResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const state = servingState(this.host);
    const { cut } = this.host;
    return { cut, changes: listChanges(state, call.principal.tenant, cut.timeUs, request.includeEnded) };
  }

  @ServerStream(GovernanceServiceService.watchChanges)
  watchChanges(request: WatchChangesRequest, call: CallContext): AsyncIterable<WatchChangesResponse> {
    return watchChanges(this.host, this.log, request, call);
  }
}
