import {
  ApproveProposalRequest,
  type ApproveProposalResponse,
  EngageKillSwitchRequest,
  type EngageKillSwitchResponse,
  ExecutionServiceService,
  type ListProposalsRequest,
  type ListProposalsResponse,
  RefuseProposalRequest,
  type RefuseProposalResponse,
  ReleaseKillSwitchRequest,
  type ReleaseKillSwitchResponse,
  SetModeRequest,
  type SetModeResponse,
  type WatchExecutionRequest,
  type WatchExecutionResponse,
} from '@gimbal/contracts/execution/v1/execution_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { awaitMinPosition, type CallContext, ServerStream, Unary } from '@gimbal/runtime';
import { Controller, Inject } from '@nestjs/common';
import { approveProposal } from '../domain/commands/approveProposal.js';
import { engageKillSwitch } from '../domain/commands/engageKillSwitch.js';
import { refuseProposal } from '../domain/commands/refuseProposal.js';
import { releaseKillSwitch } from '../domain/commands/releaseKillSwitch.js';
import { setMode } from '../domain/commands/setMode.js';
import { deskOf, type ExecutionState } from '../domain/executionState.js';
import { listProposals } from '../domain/queries/listProposals.js';
import { executeCommand } from './executeCommand.js';
import { ownPortfolio, servingState, unknownPortfolioFailure } from './servingState.js';
import { watchExecution } from './watchExecution.js';

export const EXECUTION_HOST = Symbol('EXECUTION_HOST');
export const EXECUTION_LOG = Symbol('EXECUTION_LOG');
export const EXECUTION_PARTITION_COUNT = Symbol('EXECUTION_PARTITION_COUNT');

/** gimbal.execution.v1.ExecutionService. */
@Controller()
export class ExecutionController {
  constructor(
    @Inject(EXECUTION_HOST) private readonly host: StageHost<ExecutionState>,
    @Inject(EXECUTION_LOG) private readonly log: EventLog,
    @Inject(EXECUTION_PARTITION_COUNT) private readonly partitionCount: number,
  ) {}

  @Unary(ExecutionServiceService.setMode)
  setMode(request: SetModeRequest, call: CallContext): Promise<SetModeResponse> {
    return executeCommand(this.host, call, SetModeRequest, request, (state) => setMode(state, call.principal, request));
  }

  @Unary(ExecutionServiceService.approveProposal)
  approveProposal(request: ApproveProposalRequest, call: CallContext): Promise<ApproveProposalResponse> {
    return executeCommand(this.host, call, ApproveProposalRequest, request, (state, step) =>
      approveProposal(state, step, call.principal, request),
    );
  }

  @Unary(ExecutionServiceService.refuseProposal)
  refuseProposal(request: RefuseProposalRequest, call: CallContext): Promise<RefuseProposalResponse> {
    return executeCommand(this.host, call, RefuseProposalRequest, request, (state) =>
      refuseProposal(state, call.principal, request),
    );
  }

  @Unary(ExecutionServiceService.engageKillSwitch)
  engageKillSwitch(request: EngageKillSwitchRequest, call: CallContext): Promise<EngageKillSwitchResponse> {
    return executeCommand(this.host, call, EngageKillSwitchRequest, request, (state) =>
      engageKillSwitch(state, call.principal, request),
    );
  }

  @Unary(ExecutionServiceService.releaseKillSwitch)
  async releaseKillSwitch(request: ReleaseKillSwitchRequest, call: CallContext): Promise<ReleaseKillSwitchResponse> {
    const answer = await executeCommand(this.host, call, ReleaseKillSwitchRequest, request, (state) =>
      releaseKillSwitch(state, call.principal, request),
    );
    // Of the state and not of the decision: a repeated request is not decided again.
    const { rootKey } = ownPortfolio(this.host, call.principal.tenant, request.portfolioId);
    return { ...answer, released: !deskOf(this.host.state, rootKey).killSwitch.engaged };
  }

  @Unary(ExecutionServiceService.listProposals)
  async listProposals(request: ListProposalsRequest, call: CallContext): Promise<ListProposalsResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { portfolioId, pendingOnly } = request;
    const listed = listProposals(servingState(this.host), call.principal.tenant, portfolioId, pendingOnly);
    if (listed === undefined) throw unknownPortfolioFailure(portfolioId);
    return { cut: this.host.cut, ...listed };
  }

  @ServerStream(ExecutionServiceService.watchExecution)
  async *watchExecution(request: WatchExecutionRequest, call: CallContext): AsyncIterable<WatchExecutionResponse> {
    const portfolio = ownPortfolio(this.host, call.principal.tenant, request.portfolioId);
    yield* watchExecution(this.log, this.partitionCount, portfolio, request, call);
  }
}
