import type { Stage } from '@gimbal/projection';
import { decideRisk } from './decideRisk.js';
import { evolveRisk } from './evolveRisk.js';
import { createRiskState, type RiskState } from './riskState.js';

/** Risk as data in and data out: folds books, marks and lending facts, decides exposures and breaches. */
export const riskStage: Stage<RiskState> = {
  service: 'risk',
  foldVersion: 'risk-9',
  ruleset: 'exposure-5',
  upstream: ['market', 'account', 'protocol', 'marks.live', 'marks.kept'],
  downstream: ['execution'],
  createState: createRiskState,
  evolve: evolveRisk,
  decide: decideRisk,
};
