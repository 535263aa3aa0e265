import {
  type Feed,
  type GetReplayRequest,
  type GetReplayResponse,
  IngestionServiceService,
  type ListAccountPositionsRequest,
  type ListAccountPositionsResponse,
  type ListChainsRequest,
  type ListChainsResponse,
  type ListFeedsRequest,
  type ListFeedsResponse,
  type ListPositionBreaksRequest,
  type ListPositionBreaksResponse,
  type ListProtocolHealthRequest,
  type ListProtocolHealthResponse,
  type ReleaseStepsRequest,
  type ReleaseStepsResponse,
  type WatchFeedsRequest,
  type WatchFeedsResponse,
  type WatchMarketRequest,
  type WatchMarketResponse,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type CallContext, RpcFailure, ServerStream, Unary } from '@gimbal/runtime';
import { Controller, Inject } from '@nestjs/common';
import { feedStandings } from '../domain/feedStandings.js';
import type { IngestionState } from '../domain/ingestionState.js';
import { STEP_TIMES_TOLD_MAX } from '../limits.js';
import { listAccountPositions } from './listAccountPositions.js';
import { listChains } from './listChains.js';
import { listPositionBreaks } from './listPositionBreaks.js';
import { toFeed } from './toFeed.js';
import { watchFeeds } from './watchFeeds.js';
import { listProtocolHealth } from './listProtocolHealth.js';
import type { FrameTally } from './replay/frameTally.js';
import type { Replay } from './replay/replay.js';
import { watchMarket } from './watchMarket.js';

export const INGESTION_HOST = Symbol('INGESTION_HOST');
export const INGESTION_LOG = Symbol('INGESTION_LOG');
export const REPLAY = Symbol('REPLAY');
export const FRAME_TALLY = Symbol('FRAME_TALLY');

@Controller()
export class IngestionController {
  constructor(
    @Inject(INGESTION_HOST) private readonly host: StageHost<IngestionState>,
    @Inject(INGESTION_LOG) private readonly log: EventLog,
    @Inject(REPLAY) private readonly replay: Replay,
    @Inject(FRAME_TALLY) private readonly tally: FrameTally,
  ) {}

  @Unary(IngestionServiceService.getReplay)
  getReplay(_request: GetReplayRequest): GetReplayResponse {
    const { recording, firstStep, lastStep, releasedThroughStep, stepTimesUs, firstTimeUs, lastTimeUs } = this.replay;
    return {
      recording: recording.name,
      title: recording.title,
      firstStep: BigInt(firstStep),
      lastStep: BigInt(lastStep),
      releasedThroughStep: BigInt(releasedThroughStep),
      appendedStep: BigInt(this.host.status.step.number),
      firstTimeUs,
      lastTimeUs,
      assumptions: [...recording.assumptions],
      stepTimesUs: stepTimesUs.length > STEP_TIMES_TOLD_MAX ? [] : [...stepTimesUs],
      live: this.replay.release === undefined,
    };
  }

  /** The gate opens where the recording is read: in the instance that was asked, which is the one that writes. */
  @Unary(IngestionServiceService.releaseSteps)
  releaseSteps({ throughStep }: ReleaseStepsRequest): ReleaseStepsResponse {
    const { lastStep } = this.replay;
    if (this.replay.release === undefined) {
      const message = 'Expected a replay, was live: its steps come by themselves.';
      throw new RpcFailure('FAILED_PRECONDITION', message);
    }
    if (throughStep > BigInt(lastStep)) {
      const message = `Expected a step of at most ${lastStep}, was ${throughStep}.`;
      throw new RpcFailure('INVALID_ARGUMENT', message, { field: 'through_step' });
    }
    return { releasedThroughStep: BigInt(this.replay.release(Number(throughStep))) };
  }

  @Unary(IngestionServiceService.listFeeds)
  listFeeds(_request: ListFeedsRequest): ListFeedsResponse {
    const { status } = this.host;
    return { step: BigInt(status.step.number), feeds: [...this.feeds()] };
  }

  @ServerStream(IngestionServiceService.watchMarket)
  watchMarket(request: WatchMarketRequest, call: CallContext): AsyncIterable<WatchMarketResponse> {
    return watchMarket(this.host, this.log, request, call);
  }

  @ServerStream(IngestionServiceService.watchFeeds)
  watchFeeds(_request: WatchFeedsRequest, call: CallContext): AsyncIterable<WatchFeedsResponse> {
    return watchFeeds(this.host, () => this.feeds(), call);
  }

  @Unary(IngestionServiceService.listAccountPositions)
  listAccountPositions(request: ListAccountPositionsRequest): ListAccountPositionsResponse {
    return listAccountPositions(this.host, request);
  }

  @Unary(IngestionServiceService.listPositionBreaks)
  listPositionBreaks(request: ListPositionBreaksRequest): ListPositionBreaksResponse {
    return listPositionBreaks(this.host, request);
  }

  @Unary(IngestionServiceService.listChains)
  listChains(_request: ListChainsRequest): ListChainsResponse {
    return listChains(this.host);
  }

  @Unary(IngestionServiceService.listProtocolHealth)
  listProtocolHealth(_request: ListProtocolHealthRequest): ListProtocolHealthResponse {
    return listProtocolHealth(this.host.state, this.host.status.step.number);
  }

  private feeds(): readonly Feed[] {
    const { state, status } = this.host;
    const standings = feedStandings(state, this.replay.recording.catalogue, status.step.timeUs);
    return standings.map((standing) => toFeed(standing, this.tally.of(standing.feed)));
  }
}
