import type { DecideContext, Stage } from '@gimbal/projection';
import { decideIngestion } from './decideIngestion.js';
import { evolveIngestion } from './evolveIngestion.js';
import type { FeedCatalogue } from './feedCatalogue.js';
import type { FrameVerdict } from './frameCounts.js';
import { createIngestionState, type IngestionState } from './ingestionState.js';
import type { RawFrame } from './rawFrame.js';

/** Changes whenever the same log may fold, or the same frames be decided, to other bits. */
export const INGESTION_FOLD_VERSION = 'ingestion/11';

/**
 * Ingestion as a stage. `external` of a step is the list of its raw frames; `count` hears what became of those that
 * left no trace, and nothing that it does comes back into a decision.
 */
export function ingestionStage(
  catalogue: FeedCatalogue,
  count: (verdict: FrameVerdict) => void = () => {},
): Stage<IngestionState> {
  return {
    service: 'ingestion',
    foldVersion: INGESTION_FOLD_VERSION,
    ruleset: 'aave-v3.0',
    upstream: [],
    downstream: ['portfolio', 'execution'],
    createState: createIngestionState,
    evolve: evolveIngestion,
    decide: (state: IngestionState, { step, external }: DecideContext) => {
      const { drafts, verdicts } = decideIngestion(state, catalogue, step, (external ?? []) as readonly RawFrame[]);
      verdicts.forEach(count);
      return drafts;
    },
  };
}
