import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type DynamicModule, Module } from '@nestjs/common';
import type { ExecutionState } from './domain/executionState.js';
import {
  EXECUTION_HOST,
  EXECUTION_LOG,
  EXECUTION_PARTITION_COUNT,
  ExecutionController,
} from './inbound/execution.controller.js';

export interface ExecutionModuleOptions {
  readonly host: StageHost<ExecutionState>;
  readonly log: EventLog;
  /** Partitions of every topic. */
  readonly partitionCount: number;
}

@Module({})
export class ExecutionModule {
  /** The service's Nest container around a running stage. */
  static with({ host, log, partitionCount }: ExecutionModuleOptions): DynamicModule {
    return {
      module: ExecutionModule,
      controllers: [ExecutionController],
      providers: [
        { provide: EXECUTION_HOST, useValue: host },
        { provide: EXECUTION_LOG, useValue: log },
        { provide: EXECUTION_PARTITION_COUNT, useValue: partitionCount },
      ],
    };
  }
}
