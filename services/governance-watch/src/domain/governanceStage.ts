import { createHash } from 'node:crypto';
import type { Stage } from '@gimbal/projection';
import type { GovernanceWatchConfig } from '../config.js';
import { controllerDirectory } from './controllerTerms.js';
import { decideGovernance } from './decideGovernance.js';
import { evolveGovernance } from './evolveGovernance.js';
import { createGovernanceState, type GovernanceState } from './governanceState.js';

/** Changes with the code of the folds and decisions; the configuration decides too, and is hashed in beside it. */
const FOLD_VERSION = 'governance-watch-4';

/** Governance as data in and data out: folds payloads, parameters and loans, decides changes and what they do. */
export function createGovernanceStage(config: GovernanceWatchConfig): Stage<GovernanceState> {
  const directory = controllerDirectory(config);
  return {
    service: 'governance-watch',
    foldVersion: `${FOLD_VERSION}+${configHash(config)}`,
    ruleset: 'aave-v3.0',
    upstream: ['market', 'account', 'protocol', 'portfolio'],
    downstream: [],
    createState: createGovernanceState,
    evolve: (state, event) => evolveGovernance(state, event, directory),
    decide: decideGovernance,
  };
}

function configHash(config: GovernanceWatchConfig): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 8);
}
