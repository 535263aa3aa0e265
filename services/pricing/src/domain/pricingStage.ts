import type { Stage } from '@gimbal/projection';
import { decideMarks } from './decideMarks.js';
import { evolvePricing } from './evolvePricing.js';
import { type MarketDirectory, RECORDED_MARKETS } from './marketDirectory.js';
import { createPricingState, type PricingState } from './pricingState.js';

export interface PricingStageOptions {
  /** Domain time between kept frames, microseconds; 0 keeps one at every step. */
  readonly keptIntervalUs: bigint;
  /** What can be priced, and from which feeds; the recorded markets by default. */
  readonly directory?: MarketDirectory;
}

/** Marks from market events: the second stage of every step. */
export function createPricingStage({
  keptIntervalUs,
  directory = RECORDED_MARKETS,
}: PricingStageOptions): Stage<PricingState> {
  const policy = { keptIntervalUs, directory };
  return {
    service: 'pricing',
    foldVersion: 'pricing-2',
    ruleset: 'marks-2',
    upstream: ['market', 'protocol'],
    downstream: [],
    createState: createPricingState,
    evolve: evolvePricing,
    decide: (state, { step }) => decideMarks(state, step, policy),
  };
}
