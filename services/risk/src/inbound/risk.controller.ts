import {
  AttachAccountRequest,
  type AttachAccountResponse,
  BookTradeRequest,
  type BookTradeResponse,
  CorrectTradeRequest,
  type CorrectTradeResponse,
  type ExplainNumberRequest,
  type ExplainNumberResponse,
  type GetExposureRequest,
  type GetExposureResponse,
  type GetPortfolioRequest,
  type GetPortfolioResponse,
  type ListBreachesRequest,
  type ListBreachesResponse,
  type ListPortfoliosRequest,
  type ListPortfoliosResponse,
  OpenPortfolioRequest,
  type OpenPortfolioResponse,
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
import { attachAccount } from '../domain/commands/attachAccount.js';
import { bookTrade } from '../domain/commands/bookTrade.js';
import { correctTrade } from '../domain/commands/correctTrade.js';
import { openPortfolio } from '../domain/commands/openPortfolio.js';
import { setLimit } from '../domain/commands/setLimit.js';
import { breachesOf } from '../domain/queries/breachesOf.js';
import { portfolioContent, portfoliosOf, portfolioSummary } from '../domain/queries/portfolioView.js';
import type { RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { executePortfolioCommand } from './executePortfolioCommand.js';
import { answerExplainNumber } from './explainNumber.js';
import { getExposure } from './getExposure.js';
import { ownPortfolioOf, servingState } from './ownPortfolioOf.js';
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
}
