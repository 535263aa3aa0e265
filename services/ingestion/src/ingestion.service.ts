import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { EventLog } from '@gimbal/event-log';
import type { Stage, StageHost } from '@gimbal/projection';
import type { DynamicModule } from '@nestjs/common';
import { type IngestionConfig, ingestionConfigSchema } from './config.js';
import { type FeedStanding, feedStandings } from './domain/feedStandings.js';
import type { IngestionState } from './domain/ingestionState.js';
import { ingestionStage } from './domain/ingestionStage.js';
import { loadRecording } from './inbound/recording/loadRecording.js';
import { createFrameTally } from './inbound/replay/frameTally.js';
import { createReplay, type Replay } from './inbound/replay/replay.js';
import { IngestionModule } from './ingestion.module.js';

/** Ingestion with its recording loaded: what a runner and a gRPC server are made of. */
export interface OpenedIngestion {
  readonly stage: Stage<IngestionState>;
  /** The runner's step source, and the gate that ReleaseSteps opens. */
  readonly replay: Replay;
  module(host: StageHost<IngestionState>, log: EventLog): DynamicModule;
  /** Where each feed stands, none while the stage doesn't serve. */
  feeds(host: StageHost<IngestionState>): readonly FeedStanding[];
}

/**
 * Ingestion turns what venues and chains send into facts: is it new, in order, possible, and is the feed alive.
 *
 * Consumes: a recording, step by step as it is released, on the path that live connectors take (decode, normalise,
 * deduplicate, gaps, staleness); `execution` (fills that repay a loan on the paper chain). `portfolio` it reads only to
 * stay within a step of risk.
 * Produces: `market` (pools, rounds, gas, assumed perpetual and volatility, stale and recovered feeds, gaps,
 * quarantined frames), `protocol` (reserves, normalisation factors, governance), `account` (lending positions and
 * liquidations of the paper accounts).
 * Answers: gimbal.ingestion.v1.IngestionService.
 * Needs: the folder of a recording; a log and a projection store, which its runner brings. It has no keys.
 */
export const ingestionService = {
  name: 'ingestion',
  configSchema: ingestionConfigSchema,
  definitions: [IngestionServiceService],
  /** Reads the recording; throws when it is not one. */
  async open({ recording }: IngestionConfig): Promise<OpenedIngestion> {
    const replay = createReplay(await loadRecording(recording));
    const tally = createFrameTally();
    return {
      stage: ingestionStage(replay.recording.catalogue, (verdict) => tally.count(verdict)),
      replay,
      module: (host, log) => IngestionModule.with({ host, log, replay, tally }),
      feeds: (host) =>
        host.status.state === 'serving' || host.status.state === 'degraded'
          ? feedStandings(host.state, replay.recording.catalogue, host.status.step.timeUs)
          : [],
    };
  },
} as const;
