import { createHash } from 'node:crypto';
import type { Stage } from '@gimbal/projection';
import { type ExecutionConfig, parseExecutionConfig } from '../config.js';
import { decideExecution } from './decide/decideExecution.js';
import { createExecutionState, type ExecutionState } from './executionState.js';
import { evolveExecution } from './folds/evolveExecution.js';

/** Changes with the code of the folds and decisions; the configuration decides too, and is hashed in beside it. */
const FOLD_VERSION = 'execution-6';

/** The stage of a configuration. What else it needs arrives as events. */
export function createExecutionStage(config: ExecutionConfig): Stage<ExecutionState> {
  return {
    service: 'execution',
    foldVersion: `${FOLD_VERSION}+${configHash(config)}`,
    ruleset: 'aave-v3.0',
    upstream: ['market', 'account', 'protocol', 'portfolio', 'exposure', 'governance'],
    downstream: [],
    createState: createExecutionState,
    evolve: evolveExecution,
    decide: (state, context) => decideExecution(state, context, config),
  };
}

/** The stage with every default of the configuration. */
export const executionStage: Stage<ExecutionState> = createExecutionStage(parseExecutionConfig({}));

/** Of the parsed configuration, whose fields stand in the order of the schema. */
function configHash(config: ExecutionConfig): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 8);
}
