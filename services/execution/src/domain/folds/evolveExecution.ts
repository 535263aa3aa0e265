import type { InboundEvent } from '@gimbal/projection';
import type { ExecutionState } from '../executionState.js';
import { foldChainHead } from './foldChainHead.js';
import { foldControls } from './foldControls.js';
import { foldExposure } from './foldExposure.js';
import { foldLending } from './foldLending.js';
import { foldMarket } from './foldMarket.js';
import { foldPositionBreaks } from './foldPositionBreaks.js';
import { foldPortfolio } from './foldPortfolio.js';
import { foldProposals } from './foldProposals.js';

/** Folds one event by its topic. Total: what says nothing to execution changes nothing. */
export function evolveExecution(state: ExecutionState, event: InboundEvent): void {
  switch (event.topic) {
    case 'market':
      return foldMarket(state, event);
    case 'account':
      foldPositionBreaks(state, event);
      return foldLending(state, event);
    case 'protocol':
      foldChainHead(state, event);
      return foldLending(state, event);
    case 'portfolio':
      return foldPortfolio(state, event);
    case 'exposure':
      return foldExposure(state, event);
    case 'execution':
      foldControls(state, event);
      return foldProposals(state, event);
    default:
      return;
  }
}
