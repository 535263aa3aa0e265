import type { MarkFrame } from '../marks/markFrame.js';
import { VECTOR_SIZE } from './exposureVector.js';

/** What one unit of each instrument of a frame adds to an exposure, so that a revaluation is a multiply-add. */
export interface UnitVectors {
  /** Row by row in the order of VECTOR_FIELDS: the vector of index i begins at i · VECTOR_SIZE. */
  readonly vectors: Float64Array;
  /** Units of the underlying. */
  readonly deltaUnits: Float64Array;
}

/** Frames are never changed, so theirs are found once, however many books ask. */
const vectorsByFrame = new WeakMap<MarkFrame, UnitVectors>();

/**
 *   value = price, delta = Δ·S, gamma per 1 % = Γ·S²/100, vanna and charm = (change of Δ)·S, the others as marked;
 * S is the underlying's spot, on which the frame's Greeks stand. A Greek without a value counts as zero here, and
 * `legIssues` names it; where pricing says no delta for a smile that moves, it is the delta. The parts of the carry and
 * what a short pays beside it are the leg's to fill in, since an index doesn't say what is held of which kind.
 */
export function unitVectors(frame: MarkFrame): UnitVectors {
  const known = vectorsByFrame.get(frame);
  if (known !== undefined) return known;
  const { columns, spotUsd, sourceOf } = frame;
  const vectors = new Float64Array(sourceOf.length * VECTOR_SIZE);
  const deltaUnits = new Float64Array(sourceOf.length);
  for (let index = 0; index < sourceOf.length; index++) {
    const delta = orZero(columns.delta[index]!);
    deltaUnits[index] = delta;
    vectors.set(
      [
        columns.priceUsd[index]!,
        delta * spotUsd,
        (orZero(columns.gammaPerUsd[index]!) * spotUsd * spotUsd) / 100,
        orZero(columns.vegaUsdPerVolPoint[index]!),
        orZero(columns.thetaUsdPerDay[index]!),
        orZero(columns.rhoUsd[index]!),
        orZero(columns.vanna[index]!) * spotUsd,
        orZero(columns.volga[index]!),
        orZero(columns.charmPerDay[index]!) * spotUsd,
        orZero(columns.carryUsdPerDay[index]!),
        0,
        0,
        0,
        0,
        or(columns.deltaStickyDelta[index]!, delta) * spotUsd,
      ],
      index * VECTOR_SIZE,
    );
  }
  const found = { vectors, deltaUnits };
  vectorsByFrame.set(frame, found);
  return found;
}

function orZero(value: number): number {
  return or(value, 0);
}

function or(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}
