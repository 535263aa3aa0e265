import { DISTINCT_STRIKES_OF_A_SHAPE } from '../limits.js';
import type { SviParameters } from '../surfaceTypes.js';
import type { Hold } from './heldProblem.js';

/** Against quotes that are worth a half spread each this is little; against no quotes it is everything. */
const BORROWED_WEIGHT = 1;

interface Sampled {
  readonly tauYears: number;
  readonly strikes: number;
}

/**
 * For each slice with too few strikes for a shape of its own, the shape of the nearest one that has enough, the later one
 * first: scaled to the shorter time so that the smile is the same in deviations from the forward.
 */
export function borrowedShapes(slices: readonly Sampled[], free: readonly SviParameters[]): (Hold | undefined)[] {
  const hasShape = (slice: Sampled) => slice.strikes >= DISTINCT_STRIKES_OF_A_SHAPE;
  return slices.map((slice, i) => {
    if (hasShape(slice)) return undefined;
    const later = slices.findIndex((other, j) => j > i && hasShape(other));
    const lender = later >= 0 ? later : slices.slice(0, i).findLastIndex(hasShape);
    if (lender < 0) return undefined;
    return { svi: scaledToTime(free[lender]!, slice.tauYears / slices[lender]!.tauYears), weight: BORROWED_WEIGHT };
  });
}

/** w(k) becomes c·w(k/√c): the same volatility at the same number of deviations. */
function scaledToTime({ a, b, rho, m, sigma }: SviParameters, c: number): SviParameters {
  const root = Math.sqrt(c);
  return { a: a * c, b: b * root, rho, m: m * root, sigma: sigma * root };
}
