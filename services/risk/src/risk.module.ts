import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type DynamicModule, Module } from '@nestjs/common';
import type { RiskState } from './domain/riskState.js';
import { RISK_HOST, RISK_LOG, RISK_PARTITION_COUNT, RISK_PORTS, RiskController } from './inbound/risk.controller.js';
import { createRiskPorts } from './outbound/createRiskPorts.js';
import type { RiskPorts } from './outbound/riskPorts.js';

export interface RiskModuleOptions {
  readonly host: StageHost<RiskState>;
  readonly log: EventLog;
  /** Partitions of every topic. */
  readonly partitionCount: number;
  /** Over the log unless said otherwise. */
  readonly ports?: RiskPorts | undefined;
}

@Module({})
export class RiskModule {
  /** The service's Nest container around a running stage. */
  static with({
    host,
    log,
    partitionCount,
    ports = createRiskPorts(log, partitionCount),
  }: RiskModuleOptions): DynamicModule {
    return {
      module: RiskModule,
      controllers: [RiskController],
      providers: [
        { provide: RISK_HOST, useValue: host },
        { provide: RISK_LOG, useValue: log },
        { provide: RISK_PORTS, useValue: ports },
        { provide: RISK_PARTITION_COUNT, useValue: partitionCount },
      ],
    };
  }
}
