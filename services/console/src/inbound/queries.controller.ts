import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { jsonOf } from '../domain/jsonOf.js';
import { parsePosition, type StreamPosition } from '../domain/positionText.js';
import { thinHistory } from '../domain/thinHistory.js';
import { EXPLAIN_DEADLINE_MS, HISTORY_POINTS_MAX } from '../limits.js';
import { callUnary } from '../outbound/callUnary.js';
import { readHistory } from '../outbound/readHistory.js';
import { readWatched } from '../outbound/readWatched.js';
import type { ServiceClients } from '../outbound/serviceClients.js';
import type {
  BreachesAnswer,
  ChangesAnswer,
  ExplainAnswer,
  ExposureAnswer,
  FeedsAnswer,
  HistoryAnswer,
  LimitsAnswer,
  MarginCallsAnswer,
  MarksAnswer,
  PortfolioAnswer,
  PortfoliosAnswer,
  ProposalsAnswer,
  ReplayAnswer,
  WatchedAnswer,
} from '../page/wire/apiAnswers.js';
import { CallerToken } from './callerToken.js';
import { optionalText, optionalUint, readFields, requiredText } from './readFields.js';

export const SERVICE_CLIENTS = Symbol('SERVICE_CLIENTS');

const afterPosition = z.strictObject({ min_position: z.string().optional() });
const ofPortfolio = afterPosition.extend({ portfolio: requiredText });
const ofExposure = ofPortfolio.extend({ as_of_time_us: optionalUint });
const ofNumber = z.strictObject({
  portfolio: requiredText,
  component: requiredText,
  account: optionalText,
  asset: optionalText,
  sequence: optionalUint,
});

/** Questions: each is one call of a service on the caller's behalf, and its answer as JSON. */
@Controller('api')
export class QueriesController {
  constructor(@Inject(SERVICE_CLIENTS) private readonly clients: ServiceClients) {}

  @Get('replay')
  async replay(@CallerToken() token: string): Promise<ReplayAnswer> {
    const { ingestion } = this.clients;
    return jsonOf(await callUnary(ingestion, ingestion.getReplay, {}, { service: 'ingestion', token }));
  }

  @Get('feeds')
  async feeds(@CallerToken() token: string): Promise<FeedsAnswer> {
    const { ingestion } = this.clients;
    return jsonOf(await callUnary(ingestion, ingestion.listFeeds, {}, { service: 'ingestion', token }));
  }

  @Get('watched')
  watched(@CallerToken() token: string): Promise<WatchedAnswer> {
    return readWatched(this.clients, token);
  }

  @Get('marks')
  async marks(@CallerToken() token: string): Promise<MarksAnswer> {
    const { pricing } = this.clients;
    const request = { instrumentIds: [], minPosition: undefined };
    return jsonOf(await callUnary(pricing, pricing.getMarks, request, { service: 'pricing', token }));
  }

  @Get('portfolios')
  async portfolios(@CallerToken() token: string): Promise<PortfoliosAnswer> {
    const { risk } = this.clients;
    return jsonOf(await callUnary(risk, risk.listPortfolios, { minPosition: undefined }, { service: 'risk', token }));
  }

  @Get('portfolio')
  async portfolio(@CallerToken() token: string, @Query() query: unknown): Promise<PortfolioAnswer> {
    const { risk } = this.clients;
    const request = portfolioRequest(readFields(ofPortfolio, query));
    return jsonOf(await callUnary(risk, risk.getPortfolio, request, { service: 'risk', token }));
  }

  @Get('exposure')
  async exposure(@CallerToken() token: string, @Query() query: unknown): Promise<ExposureAnswer> {
    const { risk } = this.clients;
    const { as_of_time_us: timeUs, ...fields } = readFields(ofExposure, query);
    const asOf = timeUs === undefined ? undefined : ({ $case: 'asOfTimeUs', value: timeUs } as const);
    const request = { ...portfolioRequest(fields), asOf };
    return jsonOf(await callUnary(risk, risk.getExposure, request, { service: 'risk', token }));
  }

  @Get('history')
  async history(@CallerToken() token: string, @Query() query: unknown): Promise<HistoryAnswer> {
    const { portfolio } = readFields(z.strictObject({ portfolio: requiredText }), query);
    const { points, next } = await readHistory(this.clients, token, portfolio);
    const kept = thinHistory(points, HISTORY_POINTS_MAX);
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    return {
      portfolioId: portfolio,
      step: kept.map(({ step }) => step),
      timeUs: kept.map(({ timeUs }) => timeUs),
      priceUsd: kept.map(({ priceUsd }) => finite(priceUsd)),
      deltaUsd: kept.map(({ deltaUsd }) => finite(deltaUsd)),
      health: kept.map(({ health }) => finite(health)),
      exposures: points.length,
      next,
    };
  }

  @Get('explain')
  async explain(@CallerToken() token: string, @Query() query: unknown): Promise<ExplainAnswer> {
    const { risk } = this.clients;
    const { portfolio, component, account, asset, sequence } = readFields(ofNumber, query);
    const request = { portfolioId: portfolio, component, accountId: account, asset, exposureSequence: sequence ?? 0n };
    const call = { service: 'risk', token, deadlineMs: EXPLAIN_DEADLINE_MS } as const;
    return jsonOf(await callUnary(risk, risk.explainNumber, request, call));
  }

  @Get('breaches')
  async breaches(@CallerToken() token: string, @Query() query: unknown): Promise<BreachesAnswer> {
    const { risk } = this.clients;
    const request = { ...portfolioRequest(readFields(ofPortfolio, query)), includeClosed: true };
    return jsonOf(await callUnary(risk, risk.listBreaches, request, { service: 'risk', token }));
  }

  @Get('limits')
  async limits(@CallerToken() token: string, @Query() query: unknown): Promise<LimitsAnswer> {
    const { risk } = this.clients;
    const request = portfolioRequest(readFields(ofPortfolio, query));
    return jsonOf(await callUnary(risk, risk.listLimits, request, { service: 'risk', token }));
  }

  @Get('margin-calls')
  async marginCalls(@CallerToken() token: string, @Query() query: unknown): Promise<MarginCallsAnswer> {
    const { risk } = this.clients;
    const request = { ...portfolioRequest(readFields(ofPortfolio, query)), includeCleared: true };
    return jsonOf(await callUnary(risk, risk.listMarginCalls, request, { service: 'risk', token }));
  }

  @Get('changes')
  async changes(@CallerToken() token: string, @Query() query: unknown): Promise<ChangesAnswer> {
    const { governance } = this.clients;
    const request = { minPosition: minPositionOf(readFields(afterPosition, query)), includeEnded: true };
    return jsonOf(
      await callUnary(governance, governance.listPendingChanges, request, { service: 'governance', token }),
    );
  }

  @Get('proposals')
  async proposals(@CallerToken() token: string, @Query() query: unknown): Promise<ProposalsAnswer> {
    const { execution } = this.clients;
    const request = { ...portfolioRequest(readFields(ofPortfolio, query)), pendingOnly: false };
    return jsonOf(await callUnary(execution, execution.listProposals, request, { service: 'execution', token }));
  }
}

function portfolioRequest(query: z.output<typeof ofPortfolio>) {
  return { portfolioId: query.portfolio, minPosition: minPositionOf(query) };
}

function minPositionOf({ min_position: text }: z.output<typeof afterPosition>): StreamPosition | undefined {
  return text === undefined ? undefined : parsePosition(text, 'min_position');
}
