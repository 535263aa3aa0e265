import { event } from '@gimbal/contracts';
import { MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import type { Draft, Step } from '@gimbal/projection';
import { MARKS_CHUNK_BYTES_MAX } from '../limits.js';
import { fromFrame } from './frame/marksMessage.js';
import type { MarksFrame } from './frame/marksFrame.js';
import { movedRows } from './frame/movedRows.js';
import { selectRows } from './frame/selectRows.js';
import { splitFrame } from './frame/splitFrame.js';
import { listedInstruments } from './listedInstruments.js';
import type { MarketDirectory } from './marketDirectory.js';
import type { PricingState, PublishedFrame } from './pricingState.js';
import type { SurfaceRow } from './surface/surfaceRow.js';
import { marketView } from './valuation/marketView.js';
import { priceUnderlying } from './valuation/priceUnderlying.js';

export interface MarksPolicy {
  /** Domain time between kept frames, microseconds; 0 keeps one at every step, as a replay does. */
  readonly keptIntervalUs: bigint;
  readonly directory: MarketDirectory;
}

/**
 * The marks of a step: kept full frames of all underlyings when one of them is due, else live frames of what moved since.
 * They are kept together, since an official exposure rests on kept marks of one step alone, whenever each underlying was
 * first listed. `fitted` are the surfaces of this step.
 */
export function decideMarks(
  state: PricingState,
  step: Step,
  policy: MarksPolicy,
  fitted: readonly SurfaceRow[] = [],
): Draft[] {
  const view = marketView(state, policy.directory, step.timeUs, fitted);
  const universe = [...listedInstruments(state)];
  const isDue = universe.some(([underlying]) => isKeptDue(state.keptFrames.get(underlying), step, policy));
  return universe.flatMap(([underlying, listed]) => {
    const frame = priceUnderlying(underlying, listed, view);
    const key = state.keptFrames.get(underlying);
    if (key === undefined || isDue) return published(frame, step, undefined);
    const moved = selectRows(frame, movedRows(key.frame, frame));
    return nothingToSay(moved, key, state.liveFrames.get(underlying)) ? [] : published(moved, step, key);
  });
}

function isKeptDue(key: PublishedFrame | undefined, step: Step, { keptIntervalUs }: MarksPolicy): boolean {
  return key === undefined || step.timeUs - key.timeUs >= keptIntervalUs;
}

/**
 * A live frame amends its key frame and no other live frame, so that a reader needs the two newest records alone. An
 * empty one is said once, to take back the live frame before it.
 */
function nothingToSay(moved: MarksFrame, key: PublishedFrame, before: PublishedFrame | undefined): boolean {
  const nothingStands = before === undefined || before.step <= key.step || before.frame.indexes.length === 0;
  return moved.indexes.length === 0 && nothingStands;
}

function published(frame: MarksFrame, step: Step, key: PublishedFrame | undefined): Draft[] {
  const kept = key === undefined;
  const publication = { step: step.number, timeUs: step.timeUs, kept, keyFrameOffset: key?.offset ?? 0 };
  return splitFrame(frame, MARKS_CHUNK_BYTES_MAX).map((chunk) => ({
    topic: kept ? 'marks.kept' : 'marks.live',
    key: frame.underlying,
    event: event(MarksPublished, fromFrame(chunk, publication)),
  }));
}
