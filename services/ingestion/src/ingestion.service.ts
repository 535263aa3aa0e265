import { IngestionServiceService } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { EventLog } from '@gimbal/event-log';
import type { Stage, StageHost } from '@gimbal/projection';
import type { DynamicModule } from '@nestjs/common';
import { type IngestionConfig, ingestionConfigSchema } from './config.js';
import { type FeedStanding, feedStandings } from './domain/feedStandings.js';
import type { IngestionState } from './domain/ingestionState.js';
import { ingestionStage } from './domain/ingestionStage.js';
import { openConfiguredLive } from './inbound/live/openConfiguredLive.js';
import { openRecording } from './inbound/recording/openRecording.js';
import { createFrameTally } from './inbound/replay/frameTally.js';
import { createReplay, type GatedReplay, type Replay } from './inbound/replay/replay.js';
import { IngestionModule } from './ingestion.module.js';

/** What ingestion tells whoever runs it. */
export type Report = (level: 'info' | 'warn' | 'error', message: string) => void;

/** Ingestion with its recording loaded, or its connectors built: what a runner and a gRPC server are made of. */
export interface OpenedIngestion<R extends Replay = Replay> {
  readonly stage: Stage<IngestionState>;
  /** The runner's step source, and the gate that ReleaseSteps opens where there is one. To be closed after the runner. */
  readonly replay: R;
  module(host: StageHost<IngestionState>, log: EventLog): DynamicModule;
  /** Where each feed stands, none while the stage doesn't serve. */
  feeds(host: StageHost<IngestionState>): readonly FeedStanding[];
}

/**
 * Ingestion turns what venues and chains send into facts: is it new, in order, possible, and is the feed alive.
 *
 * Consumes: what connectors deliver, through a journal, or a recording, step by step as it is released, both on one path
 * (decode, normalise, deduplicate, gaps, staleness); `execution` (fills that repay a loan on the paper chain).
 * `portfolio` it reads only to stay within a step of risk.
 * Produces: `market` (pools, rounds, gas, assumed perpetual and volatility, stale and recovered feeds, gaps,
 * quarantined frames, connections and clocks), `protocol` (reserves, normalisation factors, governance), `account`
 * (lending positions and liquidations of the paper accounts).
 * Answers: gimbal.ingestion.v1.IngestionService.
 * Needs: the folder of a recording, or of a journal; a log and a projection store, which its runner brings. Keys of venues
 * may read and no more; it asks for them by the name of a variable or a file.
 */
export const ingestionService = {
  name: 'ingestion',
  configSchema: ingestionConfigSchema,
  definitions: [IngestionServiceService],
  open: openIngestion,
} as const;

async function openReplay(
  config: IngestionConfig,
  report: Report,
  state: () => IngestionState | undefined,
): Promise<Replay> {
  if ('recording' in config) return createReplay(await openRecording(config.recording));
  return openConfiguredLive(config.live, report, () => state()?.chain);
}

/** Reads the recording, or builds the connectors; throws when it is none, and when a secret isn't there. */
async function openIngestion(
  config: Extract<IngestionConfig, { readonly recording: string }>,
  report?: Report,
): Promise<OpenedIngestion<GatedReplay>>;
async function openIngestion(config: IngestionConfig, report?: Report): Promise<OpenedIngestion>;
async function openIngestion(config: IngestionConfig, report: Report = () => {}): Promise<OpenedIngestion> {
  let running: StageHost<IngestionState> | undefined;
  const replay = await openReplay(config, report, () => running?.state);
  const tally = createFrameTally();
  return {
    stage: ingestionStage(replay.recording.catalogue, (verdict) => tally.count(verdict)),
    replay,
    module: (host, log) => {
      running = host;
      return IngestionModule.with({ host, log, replay, tally });
    },
    feeds: (host) =>
      host.status.state === 'serving' || host.status.state === 'degraded'
        ? feedStandings(host.state, replay.recording.catalogue, host.status.step.timeUs)
        : [],
  };
}
