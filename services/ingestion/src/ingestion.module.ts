import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type DynamicModule, Module } from '@nestjs/common';
import type { IngestionState } from './domain/ingestionState.js';
import {
  FRAME_TALLY,
  INGESTION_HOST,
  INGESTION_LOG,
  IngestionController,
  REPLAY,
} from './inbound/ingestion.controller.js';
import type { FrameTally } from './inbound/replay/frameTally.js';
import type { Replay } from './inbound/replay/replay.js';

export interface IngestionPorts {
  readonly host: StageHost<IngestionState>;
  readonly log: EventLog;
  readonly replay: Replay;
  readonly tally: FrameTally;
}

@Module({})
export class IngestionModule {
  /** The service's Nest container around a running stage. The replay must be the runner's step source. */
  static with(ports: IngestionPorts): DynamicModule {
    return {
      module: IngestionModule,
      controllers: [IngestionController],
      providers: [
        { provide: INGESTION_HOST, useValue: ports.host },
        { provide: INGESTION_LOG, useValue: ports.log },
        { provide: REPLAY, useValue: ports.replay },
        { provide: FRAME_TALLY, useValue: ports.tally },
      ],
    };
  }
}
