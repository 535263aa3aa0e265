import {
  type GetMarksRequest,
  type GetMarksResponse,
  type GetSurfaceRequest,
  type GetSurfaceResponse,
  type ImpliedVolatilityBatchRequest,
  type ImpliedVolatilityBatchResponse,
  ListInstrumentsRequest,
  type ListInstrumentsResponse,
  type PriceBatchRequest,
  type PriceBatchResponse,
  PricingServiceService,
  type WatchMarksRequest,
  type WatchMarksResponse,
  type WatchSurfaceRequest,
  type WatchSurfaceResponse,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import {
  answerCommand,
  awaitMinPosition,
  type CallContext,
  requestHash,
  ServerStream,
  toPosition,
  Unary,
} from '@gimbal/runtime';
import { Controller, Inject } from '@nestjs/common';
import { decideListing } from '../domain/decideListing.js';
import type { MarketDirectory } from '../domain/marketDirectory.js';
import type { PricingState } from '../domain/pricingState.js';
import { answerImpliedVolatility } from './answerImpliedVolatility.js';
import { getSurface } from './getSurface.js';
import { marksOf } from './marksOf.js';
import { priceBatch } from './priceBatch/priceBatch.js';
import { watchMarks } from './watchMarks.js';
import { watchSurface } from './watchSurface.js';

export const PRICING_HOST = Symbol('PRICING_HOST');
export const PRICING_LOG = Symbol('PRICING_LOG');
export const MARKET_DIRECTORY = Symbol('MARKET_DIRECTORY');

@Controller()
export class PricingController {
  constructor(
    @Inject(PRICING_HOST) private readonly host: StageHost<PricingState>,
    @Inject(PRICING_LOG) private readonly log: EventLog,
    @Inject(MARKET_DIRECTORY) private readonly directory: MarketDirectory,
  ) {}

  @Unary(PricingServiceService.listInstruments)
  async listInstruments(request: ListInstrumentsRequest, call: CallContext): Promise<ListInstrumentsResponse> {
    const outcome = await this.host.execute({
      principal: call.principal,
      requestId: request.requestId,
      requestHash: requestHash(ListInstrumentsRequest, request),
      decide: (state) => decideListing(state, request.instrumentIds, this.directory),
    });
    return answerCommand(outcome, ({ position }) => ({
      instruments: request.instrumentIds.map((instrumentId) => ({
        instrumentId,
        ...this.host.state.listings.get(instrumentId)!,
      })),
      position: toPosition(position),
    }));
  }

  @Unary(PricingServiceService.getMarks)
  async getMarks(request: GetMarksRequest, call: CallContext): Promise<GetMarksResponse> {
    await awaitMinPosition(this.host, request.minPosition, call.signal);
    const { cut } = this.host;
    return { cut, marks: marksOf(this.host.state, request.instrumentIds, this.directory, cut.timeUs) };
  }

  @ServerStream(PricingServiceService.watchMarks)
  watchMarks(request: WatchMarksRequest, call: CallContext): AsyncIterable<WatchMarksResponse> {
    return watchMarks(this.host, this.log, request, call);
  }

  @Unary(PricingServiceService.impliedVolatilityBatch)
  impliedVolatilityBatch(
    request: ImpliedVolatilityBatchRequest,
    call: CallContext,
  ): Promise<ImpliedVolatilityBatchResponse> {
    return answerImpliedVolatility(request, call.signal);
  }

  @Unary(PricingServiceService.getSurface)
  async getSurface(request: GetSurfaceRequest, call: CallContext): Promise<GetSurfaceResponse> {
    return getSurface(this.host, this.log, request, call);
  }

  @ServerStream(PricingServiceService.watchSurface)
  watchSurface(request: WatchSurfaceRequest, call: CallContext): AsyncIterable<WatchSurfaceResponse> {
    return watchSurface(this.host, this.log, request, call);
  }

  @Unary(PricingServiceService.priceBatch)
  priceBatch(request: PriceBatchRequest, call: CallContext): Promise<PriceBatchResponse> {
    return priceBatch(request, call.signal);
  }
}
