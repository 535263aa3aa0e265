import { event } from '@gimbal/contracts';
import { SliceRefused, SurfaceFitted } from '@gimbal/contracts/pricing/v1/mark_events';
import type { Draft, Step } from '@gimbal/projection';
import type { MarketDirectory } from '../marketDirectory.js';
import type { PricingState } from '../pricingState.js';
import { openInputs } from '../valuation/inputs.js';
import { marketView } from '../valuation/marketView.js';
import { spotPrice } from '../valuation/spotPrice.js';
import { type FittedChain, fitChain, type SurfaceFitter } from './fitChain.js';
import { isSurfaceDue, type SurfaceCadence } from './isSurfaceDue.js';
import type { SurfaceRow } from './surfaceRow.js';
import { inOrder, venueChains } from './venueChain.js';

export interface SurfacePolicy {
  readonly cadence: SurfaceCadence;
  readonly fitter: SurfaceFitter;
  readonly directory: MarketDirectory;
}

/** The surfaces of a step: what is said of them, and their rows as they will be folded, for the marks of the same step. */
export interface DecidedSurfaces {
  readonly drafts: readonly Draft[];
  readonly rows: readonly SurfaceRow[];
}

const NONE: DecidedSurfaces = { drafts: [], rows: [] };

/** Fits the surfaces that are due. They are facts: official marks rest on them. */
export function decideSurfaces(state: PricingState, step: Step, policy: SurfacePolicy): DecidedSurfaces {
  if (state.optionQuotes.size === 0 && state.venueSlices.size === 0) return NONE;
  const due = venueChains(state, step.timeUs).filter((chain) => isSurfaceDue(chain, step.timeUs, policy.cadence));
  if (due.length === 0) return NONE;
  const view = marketView(state, policy.directory, step.timeUs);
  const fits = due.map((chain) => {
    const spotUsd = spotPrice(chain.underlying, view, openInputs(view)) ?? 0;
    return fitChain(inOrder(chain), step, spotUsd, view, policy.fitter);
  });
  return { drafts: fits.flatMap(draftsOf), rows: fits.map(rowOf) };
}

function draftsOf({ fitted, refused }: FittedChain): Draft[] {
  const place = { topic: 'marks.kept', key: fitted.underlying } as const;
  return [
    { ...place, event: event(SurfaceFitted, fitted) },
    ...refused.map((one): Draft => ({ ...place, event: event(SliceRefused, one) })),
  ];
}

/** It has no place in the log yet. */
function rowOf({ fitted, refused }: FittedChain): SurfaceRow {
  const { underlying, venue, timeUs, newestQuoteUs, quotesUsed, quotesRefused, spotUsd, method, slices } = fitted;
  const numbers = { timeUs, newestQuoteUs, quotesUsed, quotesRefused, spotUsd };
  const place = { partition: -1, offset: -1 };
  return { underlying, venue, step: Number(fitted.step), ...numbers, method, slices, refusals: refused, ...place };
}
