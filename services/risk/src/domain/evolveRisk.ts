import { foldFeedDoubt, isEvent } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { InboundEvent } from '@gimbal/projection';
import { foldAssumedInputs } from './folds/foldAssumedInputs.js';
import { foldLendingFacts } from './folds/foldLendingFacts.js';
import { foldMarks } from './folds/foldMarks.js';
import { foldOwnOutput } from './folds/foldOwnOutput.js';
import { foldPortfolio } from './folds/foldPortfolio.js';
import { foldPoolObserved } from './liquidity/poolRows.js';
import { foldMarginFacts } from './margin/foldMarginFacts.js';
import { foldObserved } from './observed/foldObserved.js';
import { foldPnlFacts } from './pnl/foldPnlFacts.js';
import type { FactRef, RiskState } from './riskState.js';

/** Folds one event into the rows that its key owns; what concerns no fold changes nothing. */
export function evolveRisk(state: RiskState, event: InboundEvent): void {
  const { topic, partition, offset, type } = event;
  const source: FactRef = { topic, partition, offset, type };
  switch (topic) {
    case 'marks.kept':
    case 'marks.live':
      foldMarks(state, event, source);
      return;
    case 'market':
      foldFeedDoubt(state.feedDoubts, event);
      if (isEvent(event, PoolObserved)) foldPoolObserved(state, event.value);
      foldPnlFacts(state, event);
      foldLendingFacts(state, event, source);
      foldAssumedInputs(state, event, source);
      return;
    case 'account':
      foldPnlFacts(state, event);
      foldLendingFacts(state, event, source);
      foldMarginFacts(state, event, source);
      foldObserved(state, event, source);
      return;
    case 'protocol':
      foldPnlFacts(state, event);
      foldLendingFacts(state, event, source);
      foldMarginFacts(state, event, source);
      return;
    case 'portfolio':
    case 'execution':
      foldPortfolio(state, event, source);
      return;
    case 'exposure':
    case 'exposure.live':
      foldOwnOutput(state, event);
      return;
  }
}
