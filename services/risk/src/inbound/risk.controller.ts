import {
  ApproveLimitChangeRequest,
  type ApproveLimitChangeResponse,
  type AssessFailureRequest,
  type AssessFailureResponse,
  type AssessMarginRequest,
  type AssessMarginResponse,
  AttachAccountRequest,
  type AttachAccountResponse,
  BookTradeRequest,
  type BookTradeResponse,
  CorrectTradeRequest,
  type CorrectTradeResponse,
  EndWaiverRequest,
  type EndWaiverResponse,
  DeclareDependencyRequest,
  type DeclareDependencyResponse,
  type ExplainNumberRequest,
  type ExplainNumberResponse,
  type ExplainPnlRequest,
  type ExplainPnlResponse,
  type GetExposureAsOfRequest,
  type GetExposureAsOfResponse,
  type GetExposureRequest,
  type GetExposureResponse,
  type GetPortfolioRequest,
  type GetPortfolioResponse,
  GrantWaiverRequest,
  type GrantWaiverResponse,
  type ListBreachesRequest,
  type ListBreachesResponse,
  type ListLimitsRequest,
  type ListLimitsResponse,
  type ListMarginCallsRequest,
  type ListMarginCallsResponse,
  type ListPnlRequest,
  type ListPnlResponse,
  type ListPortfoliosRequest,
  type ListPortfoliosResponse,
  OpenPortfolioRequest,
  type OpenPortfolioResponse,
  ProposeLimitChangeRequest,
  type ProposeLimitChangeResponse,
  RefuseLimitChangeRequest,
  type RefuseLimitChangeResponse,
  RequestWaiverRequest,
  type RequestWaiverResponse,
  RiskServiceService,
  SetLimitRequest,
  type SetLimitResponse,
  type VerifyExposureRequest,
  type VerifyExposureResponse,
  type WatchExposureRequest,
  type WatchExposureResponse,
  type WatchExposuresRequest,
  type WatchExposuresResponse,
} from '@gimbal/contracts/risk/v1/risk_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { awaitMinPosition, type CallContext, ServerStream, Unary } from '@gimbal/runtime';
import { Controller, Inject } from '@nestjs/common';
import { approveLimitChange } from '../domain/commands/approveLimitChange.js';
import { attachAccount } from '../domain/commands/attachAccount.js';
import { bookTrade } from '../domain/commands/bookTrade.js';
import { correctTrade } from '../domain/commands/correctTrade.js';
import { endWaiver } from '../domain/commands/endWaiver.js';
import { grantWaiver } from '../domain/commands/grantWaiver.js';
import { declareDependency } from '../domain/commands/declareDependency.js';
import { openPortfolio } from '../domain/commands/openPortfolio.js';
import { proposeLimitChange } from '../domain/commands/proposeLimitChange.js';
import { refuseLimitChange } from '../domain/commands/refuseLimitChange.js';
import { requestWaiver } from '../domain/commands/requestWaiver.js';
import { setLimit } from '../domain/commands/setLimit.js';
import { breachesOf } from '../domain/queries/breachesOf.js';
import { marginCallsOf } from '../domain/queries/marginCallsOf.js';
import { portfolioContent, portfoliosOf, portfolioSummary } from '../domain/queries/portfolioView.js';
import type { RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { answerAssessFailure } from './assessFailure.js';
import { answerAssessMargin } from './assessMargin.js';
import { executePortfolioCommand } from './executePortfolioCommand.js';
import { answerExplainNumber } from './explainNumber.js';
import { explainPnl } from './explainPnl.js';
import { getExposure } from './getExposure.js';
import { getExposureAsOf } from './getExposureAsOf.js';
import { listLimits } from './listLimits.js';
import { listPnl } from './listPnl.js';
import { ownPortfolioOf, servingState } from './ownPortfolioOf.js';
import { proposedId } from './proposedId.js';
import { answerVerifyExposure } from './verifyExposure.js';
import { watchExposure } from './watchExposure.js';
import { watchExposures } from './watchExposures.js';

export const RISK_HOST = Symbol('RISK_HOST');
export const RISK_LOG = Symbol('RISK_LOG');
export const RISK_PORTS = Symbol('RISK_PORTS');
export const RISK_PARTITION_COUNT = Symbol('RISK_PARTITION_COUNT');

/** gimbal.risk.v1.RiskService. */
@Controller()
export class RiskController {
  constructor(
    @Inject(RISK_HOST) private readonly host: StageHost<RiskState>,
    @Inject(RISK_LOG) private readonly log: EventLog,
    @Inject(RISK_PORTS) private readonly ports: RiskPorts,
    @Inject(RISK_PARTITION_COUNT) private readonly partitionCount: number,
  ) {}

  @Unary(RiskServiceService.openPortfolio)
  openPortfolio(request: OpenPortfolioRequest, call: CallContext): Promise<OpenPortfolioResponse> {
    return executePortfolioCommand(this.host, call, OpenPortfolioRequest, request, (state) =>
      openPortfolio(state, call.principal, request),
    );
  }

  @Unary(RiskServiceService.attachAccount)
  attachAccount(request: AttachAccountRequest, call: CallContext): Promise<AttachAccountResponse> {
    return executePortfolioCommand(this.host, call, AttachAccountRequest, request, (state) =>
      attachAccount(state, call.principal, request),
    );
  }

  @Unary(RiskServiceService.bookTrade)
  bookTrade(request: BookTradeRequest, call: CallContext): Promise<BookTradeResponse> {
    return executePortfolioCommand(this.host, call, BookTradeRequest, request, (state, step) =>
      bookTrade(state, step, call.principal, request),
    );
  }

  @Unary(RiskServiceService.correctTrade)
  correctTrade(request: CorrectTradeRequest, call: CallContext): Promise<CorrectTradeResponse> {
    return executePortfolioCommand(this.host, call, CorrectTradeRequest, request, (state) =>
      correctTrade(state, call.principal, request),
    );
  }

  @Unary(RiskServiceService.setLimit)
  setLimit(request: SetLimitRequest, call: CallContext): Promise<SetLimitResponse> {
    return executePortfolioCommand(this.host, call, SetLimitRequest, request, (state) =>
      setLimit(state, call.principal, request),
    );
  }

  @Unary(RiskServiceService.declareDependency)
  declareDependency(request: DeclareDependencyRequest, call: CallContext): Promise<DeclareDependencyResponse> {
    return executePortfolioCommand(this.host, call, DeclareDependencyRequest, request, (state) =>
      declareDependency(state, call.principal, request),
    );
  }

  @Unary(RiskServiceService.assessFailure)
  async assessFailure(request: AssessFailureRequest, call: CallContext): Promise<AssessFailureResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return answerAssessFailure(this.host, key, request);
  }

  @Unary(RiskServiceService.listPortfolios)
  async listPortfolios(request: ListPortfoliosRequest, call: CallContext): Promise<ListPortfoliosResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    return { cut: this.host.cut, portfolios: portfoliosOf(servingState(this.host), call.principal.tenant) };
  }

  @Unary(RiskServiceService.getPortfolio)
  async getPortfolio(request: GetPortfolioRequest, call: CallContext): Promise<GetPortfolioResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { portfolio } = ownPortfolioOf(this.host, call, request.portfolioId);
    return {
      cut: this.host.cut,
      portfolio: portfolioSummary(portfolio),
      ...portfolioContent(this.host.state, portfolio),
    };
  }

  @Unary(RiskServiceService.getExposure)
  async getExposure(request: GetExposureRequest, call: CallContext): Promise<GetExposureResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return getExposure(this.host.state, this.ports, key, request.asOf);
  }

  @Unary(RiskServiceService.getExposureAsOf)
  async getExposureAsOf(request: GetExposureAsOfRequest, call: CallContext): Promise<GetExposureAsOfResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return getExposureAsOf(this.host.state, this.ports, key, request);
  }

  @ServerStream(RiskServiceService.watchExposure)
  async *watchExposure(request: WatchExposureRequest, call: CallContext): AsyncIterable<WatchExposureResponse> {
    const { portfolio } = ownPortfolioOf(this.host, call, request.portfolioId);
    yield* watchExposure(this.log, this.partitionCount, portfolio, request, call);
  }

  @ServerStream(RiskServiceService.watchExposures)
  watchExposures(request: WatchExposuresRequest, call: CallContext): AsyncIterable<WatchExposuresResponse> {
    return watchExposures(this.host, this.ports, request, call);
  }

  @Unary(RiskServiceService.listBreaches)
  async listBreaches(request: ListBreachesRequest, call: CallContext): Promise<ListBreachesResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { portfolio } = ownPortfolioOf(this.host, call, request.portfolioId);
    return { cut: this.host.cut, breaches: breachesOf(this.host.state, portfolio, request.includeClosed) };
  }

  @Unary(RiskServiceService.explainNumber)
  async explainNumber(request: ExplainNumberRequest, call: CallContext): Promise<ExplainNumberResponse> {
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return answerExplainNumber(this.host.state, this.ports, key, request);
  }

  @Unary(RiskServiceService.verifyExposure)
  async verifyExposure(request: VerifyExposureRequest, call: CallContext): Promise<VerifyExposureResponse> {
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return answerVerifyExposure(this.host.state, this.ports, key, request);
  }

  @Unary(RiskServiceService.assessMargin)
  async assessMargin(request: AssessMarginRequest, call: CallContext): Promise<AssessMarginResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return answerAssessMargin(this.host.state, this.host.cut, key, request);
  }

  @Unary(RiskServiceService.listPnl)
  async listPnl(request: ListPnlRequest, call: CallContext): Promise<ListPnlResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return { cut: this.host.cut, ...(await listPnl(this.host.state, this.ports, key, request)) };
  }

  @Unary(RiskServiceService.explainPnl)
  explainPnl(request: ExplainPnlRequest, call: CallContext): Promise<ExplainPnlResponse> {
    const { key } = ownPortfolioOf(this.host, call, request.portfolioId);
    return explainPnl(this.host.state, this.ports, key, request);
  }

  @Unary(RiskServiceService.proposeLimitChange)
  async proposeLimitChange(request: ProposeLimitChangeRequest, call: CallContext): Promise<ProposeLimitChangeResponse> {
    const answer = await executePortfolioCommand(this.host, call, ProposeLimitChangeRequest, request, (state, step) =>
      proposeLimitChange(state, step, call.principal, request),
    );
    return { ...answer, changeId: await proposedId(this.ports, answer) };
  }

  @Unary(RiskServiceService.approveLimitChange)
  approveLimitChange(request: ApproveLimitChangeRequest, call: CallContext): Promise<ApproveLimitChangeResponse> {
    return executePortfolioCommand(this.host, call, ApproveLimitChangeRequest, request, (state, step) =>
      approveLimitChange(state, step, call.principal, request),
    );
  }

  @Unary(RiskServiceService.refuseLimitChange)
  refuseLimitChange(request: RefuseLimitChangeRequest, call: CallContext): Promise<RefuseLimitChangeResponse> {
    return executePortfolioCommand(this.host, call, RefuseLimitChangeRequest, request, (state) =>
      refuseLimitChange(state, call.principal, request),
    );
  }

  @Unary(RiskServiceService.requestWaiver)
  async requestWaiver(request: RequestWaiverRequest, call: CallContext): Promise<RequestWaiverResponse> {
    const answer = await executePortfolioCommand(this.host, call, RequestWaiverRequest, request, (state, step) =>
      requestWaiver(state, step, call.principal, request),
    );
    return { ...answer, waiverId: await proposedId(this.ports, answer) };
  }

  @Unary(RiskServiceService.grantWaiver)
  grantWaiver(request: GrantWaiverRequest, call: CallContext): Promise<GrantWaiverResponse> {
    return executePortfolioCommand(this.host, call, GrantWaiverRequest, request, (state, step) =>
      grantWaiver(state, step, call.principal, request),
    );
  }

  @Unary(RiskServiceService.endWaiver)
  endWaiver(request: EndWaiverRequest, call: CallContext): Promise<EndWaiverResponse> {
    return executePortfolioCommand(this.host, call, EndWaiverRequest, request, (state, step) =>
      endWaiver(state, step, call.principal, request),
    );
  }

  @Unary(RiskServiceService.listLimits)
  async listLimits(request: ListLimitsRequest, call: CallContext): Promise<ListLimitsResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    return listLimits(this.host, this.ports, ownPortfolioOf(this.host, call, request.portfolioId));
  }

  @Unary(RiskServiceService.listMarginCalls)
  async listMarginCalls(request: ListMarginCallsRequest, call: CallContext): Promise<ListMarginCallsResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { portfolio } = ownPortfolioOf(this.host, call, request.portfolioId);
    return { cut: this.host.cut, calls: marginCallsOf(this.host.state, portfolio, request.includeCleared) };
  }
}
