import { borrowedShapes } from './fit/borrowedShapes.js';
import { fitTargets } from './fit/fitTargets.js';
import { fitBestFreeSlice, fitFreeSlice } from './fit/fitFreeSlice.js';
import { fitSlices } from './fit/fitSlices.js';
import type { Hold } from './fit/heldProblem.js';
import { keepConsistent } from './fit/keepConsistent.js';
import { liftCrossings } from './fit/liftCrossings.js';
import { prepareSlices } from './prepareSlices.js';
import type { PreparedSlice } from './prepareSlices.js';
import { sliceFit } from './sliceFit.js';
import { SURFACE_POLICY } from './surfacePolicy.js';
import type { SurfacePolicy } from './surfacePolicy.js';
import type { SliceRefusal, Surface, SurfaceInput, SurfaceSlice, SviParameters } from './surfaceTypes.js';

/**
 * Fits raw SVI to every expiry of one underlying at once, so that no slice has butterfly arbitrage and no two have
 * calendar arbitrage, at any strike (see `fit/findArbitrage.ts`). A quote or an expiry that can't be used is refused with
 * its reason, and the rest is fitted. Same input, same bits.
 */
export function fitSurface(input: SurfaceInput, policy: SurfacePolicy = SURFACE_POLICY): Surface {
  const prepared = prepareSlices(input, policy);
  const targets = prepared.slices.map(({ quotes, tauYears }) => fitTargets(quotes, tauYears));
  const before = previousSlices(input, prepared.slices, policy);
  const isWarm = before.length > 0 && !before.includes(undefined);
  const free = targets.map((target, i) => (isWarm ? before[i]!.svi : fitFreeSlice(target)));
  const borrowed = borrowedShapes(prepared.slices, free);
  const starts = free.map((svi, i) => (isWarm ? svi : (borrowed[i]?.svi ?? svi)));
  const holds = before.map((hold, i) => hold ?? borrowed[i]);
  const fitted = targets.length === 0 ? [] : fitSlices(targets, starts, holds, isWarm);
  const { kept, refused } = keepConsistent(liftCrossings(fitted), targets);
  const slices = kept.map(({ index, svi }) => toSlice(prepared.slices[index]!, svi));
  const refusals = refused.map(({ index, reason, field, expected, found }): SliceRefusal => {
    const { expiryMs, quotesRefused } = prepared.slices[index]!;
    return { expiryMs, reason, field, expected, found, quotesRefused };
  });
  return { asOfMs: input.asOfMs, slices, refusals: [...prepared.refusals, ...refusals] };
}

/**
 * The best raw SVI slice of each expiry by itself, arbitrage or not, on the same quotes with the same weights: the
 * yardstick for what consistency costs. Its slices must not be used as a surface.
 */
export function fitUnconstrained(input: SurfaceInput, policy: SurfacePolicy = SURFACE_POLICY): SurfaceSlice[] {
  return prepareSlices(input, policy).slices.map((slice) => {
    return toSlice(slice, fitBestFreeSlice(fitTargets(slice.quotes, slice.tauYears)));
  });
}

function toSlice({ expiryMs, tauYears, forward, quotes, quotesRefused }: PreparedSlice, svi: SviParameters) {
  return { expiryMs, tauYears, svi, forward, fit: sliceFit(svi, quotes, tauYears), quotesRefused };
}

/**
 * What the surface before says of each slice: total variance shrinks with the time that is left, and weight with the time
 * since. Undefined for a slice that wasn't there, and for all when the surface is too old or from the future.
 */
function previousSlices(
  { previous, asOfMs }: SurfaceInput,
  slices: readonly PreparedSlice[],
  policy: SurfacePolicy,
): (Hold | undefined)[] {
  const ageMs = previous === undefined ? Number.NaN : asOfMs - previous.asOfMs;
  const isUsable = ageMs >= 0 && ageMs <= policy.warmAgeMsMax;
  const weight = policy.stabilityWeight * 2 ** (-ageMs / policy.stabilityHalfLifeMs);
  return slices.map(({ expiryMs, tauYears }) => {
    const before = isUsable ? previous?.slices.find((slice) => slice.expiryMs === expiryMs) : undefined;
    if (before === undefined) return undefined;
    const aged = tauYears / before.tauYears;
    return { svi: { ...before.svi, a: before.svi.a * aged, b: before.svi.b * aged }, weight };
  });
}
