import type { Stage } from '@gimbal/projection';
import { decideMarks } from './decideMarks.js';
import { evolvePricing } from './evolvePricing.js';
import { type MarketDirectory, RECORDED_MARKETS } from './marketDirectory.js';
import { decideSurfaces } from './surface/decideSurfaces.js';
import { type SurfaceFitter, SVI_FITTER } from './surface/fitChain.js';
import { SURFACE_CADENCE } from './surface/isSurfaceDue.js';
import { createPricingState, type PricingState } from './pricingState.js';

export interface PricingStageOptions {
  /** Domain time between kept frames, microseconds; 0 keeps one at every step. */
  readonly keptIntervalUs: bigint;
  /** What can be priced, and from which feeds; the recorded markets by default. */
  readonly directory?: MarketDirectory;
  /** What fits surfaces; raw SVI, free of arbitrage, by default. */
  readonly fitter?: SurfaceFitter;
}

/** Marks from market events: the second stage of every step. */
export function createPricingStage({
  keptIntervalUs,
  directory = RECORDED_MARKETS,
  fitter = SVI_FITTER,
}: PricingStageOptions): Stage<PricingState> {
  const policy = { keptIntervalUs, directory };
  const surfacePolicy = { cadence: SURFACE_CADENCE, fitter, directory };
  return {
    service: 'pricing',
    foldVersion: 'pricing-5',
    ruleset: 'marks-3',
    upstream: ['market', 'protocol'],
    downstream: [],
    createState: createPricingState,
    evolve: evolvePricing,
    decide: (state, { step }) => {
      const { drafts, rows } = decideSurfaces(state, step, surfacePolicy);
      return [...drafts, ...decideMarks(state, step, policy, rows)];
    },
  };
}
