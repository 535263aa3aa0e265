import { ExecutionServiceService } from '@gimbal/contracts/execution/v1/execution_service';
import type { Stage } from '@gimbal/projection';
import type { DynamicModule } from '@nestjs/common';
import { type ExecutionConfig, executionConfigSchema } from './config.js';
import { createExecutionStage } from './domain/executionStage.js';
import type { ExecutionState } from './domain/executionState.js';
import { ExecutionModule, type ExecutionModuleOptions } from './execution.module.js';

/**
 * Execution turns breaches into proposals with their cost, approvals into intents, and intents into fills.
 *
 * Consumes: `market` (pool, gas, perp, volatility, oracle rounds: costs and fills), `account` and `protocol` (the loans
 * that a repayment is sized on), `portfolio` (accounts, limits, spot balances), `exposure` (values and breaches). Of
 * `governance` it waits for the markers alone, so that its own marker means that all five services are done with a step.
 * Produces: `execution` (modes, kill switch, proposals, approvals, intents, fills).
 * Answers: gimbal.execution.v1.ExecutionService.
 * Needs: a log and a projection store, which its runner brings. Its venues are paper and live in the decision: it has no
 * keys and calls nobody.
 */
export const executionService = {
  name: 'execution',
  configSchema: executionConfigSchema,
  definitions: [ExecutionServiceService],
  createStage(config: ExecutionConfig): Stage<ExecutionState> {
    return createExecutionStage(config);
  },
  module(options: ExecutionModuleOptions): DynamicModule {
    return ExecutionModule.with(options);
  },
} as const;
