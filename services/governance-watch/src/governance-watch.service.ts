import { GovernanceServiceService } from '@gimbal/contracts/governance/v1/governance_service';
import type { EventLog } from '@gimbal/event-log';
import type { Stage, StageHost } from '@gimbal/projection';
import type { DynamicModule } from '@nestjs/common';
import { type GovernanceWatchConfig, governanceWatchConfigSchema } from './config.js';
import { createGovernanceStage } from './domain/governanceStage.js';
import type { GovernanceState } from './domain/governanceState.js';
import { GovernanceWatchModule } from './governance-watch.module.js';

/**
 * Governance-watch turns payload logs and parameters into pending changes, and says what each does to whose loans.
 *
 * Consumes: `protocol` (payload logs, what payloads change, reserves), `account` (lending positions), `market` (oracle
 * rounds) and `portfolio` (which lending accounts a tenant's portfolios hold).
 * Produces: `governance` (changes, for everybody; impacts, for their tenant; records that could not be used).
 * Answers: gimbal.governance.v1.GovernanceService.
 * Needs: a log and a projection store, which its runner brings. Nothing outside: it has no keys and calls nobody.
 */
export const governanceWatchService = {
  name: 'governance-watch',
  configSchema: governanceWatchConfigSchema,
  definitions: [GovernanceServiceService],
  createStage(config: GovernanceWatchConfig): Stage<GovernanceState> {
    return createGovernanceStage(config);
  },
  module(host: StageHost<GovernanceState>, log: EventLog): DynamicModule {
    return GovernanceWatchModule.with(host, log);
  },
} as const;
