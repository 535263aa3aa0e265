import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type DynamicModule, Module } from '@nestjs/common';
import type { GovernanceState } from './domain/governanceState.js';
import { GOVERNANCE_HOST, GOVERNANCE_LOG, GovernanceController } from './inbound/governance.controller.js';

@Module({})
export class GovernanceWatchModule {
  /** The service's Nest container around a running stage. */
  static with(host: StageHost<GovernanceState>, log: EventLog): DynamicModule {
    return {
      module: GovernanceWatchModule,
      controllers: [GovernanceController],
      providers: [
        { provide: GOVERNANCE_HOST, useValue: host },
        { provide: GOVERNANCE_LOG, useValue: log },
      ],
    };
  }
}
