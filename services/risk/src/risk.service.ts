import { RiskServiceService } from '@gimbal/contracts/risk/v1/risk_service';
import type { Stage } from '@gimbal/projection';
import type { DynamicModule } from '@nestjs/common';
import { type RiskConfig, riskConfigSchema } from './config.js';
import { riskStage } from './domain/riskStage.js';
import type { RiskState } from './domain/riskState.js';
import { RiskModule, type RiskModuleOptions } from './risk.module.js';

/**
 * Risk turns books, marks and lending facts into exposures and breaches.
 *
 * Consumes: `market` (oracle rounds, and which inputs are assumed), `account` and `protocol` (lending positions and
 * reserves), `marks.live` and `marks.kept`, and one step behind them `execution` (fills).
 * Produces: `portfolio` (what desks say about their books), `exposure` (official exposures, breaches, margin calls, facts) and
 * `exposure.live` (indicative exposures).
 * Answers: gimbal.risk.v1.RiskService.
 * Needs: a log and a projection store, which its runner brings; to explain and verify it reads the log again.
 */
export const riskService = {
  name: 'risk',
  configSchema: riskConfigSchema,
  definitions: [RiskServiceService],
  createStage(_config: RiskConfig): Stage<RiskState> {
    return riskStage;
  },
  module(options: RiskModuleOptions): DynamicModule {
    return RiskModule.with(options);
  },
} as const;
