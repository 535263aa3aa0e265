import { durrlemanG } from './durrlemanG.js';
import { LOG_MONEYNESS_OF_DOUBLES_MAX, TAU_YEARS_MAX } from './limits.js';
import { sviSmilePoint } from './sviTotalVariance.js';
import type { SmilePoint } from './sviTotalVariance.js';
import type { Surface, SurfaceSlice } from './surfaceTypes.js';
import { calendarVarianceTime } from './varianceTime.js';
import type { VarianceTime } from './varianceTime.js';

/** How a point came about: on a slice, between two, or outside, where forward variance is held flat. */
export type SurfaceRegion = 'atSlice' | 'between' | 'beforeFirst' | 'afterLast';

/** Total variance at (k, τ), its derivatives by k, and the volatility √(w/τ), a fraction per √year of calendar time. */
export interface SurfacePoint extends SmilePoint {
  readonly kind: 'point';
  readonly vol: number;
  /**
   * Durrleman's g at the point, with the sign of the density there. A slice that was fitted has none below 0; off the
   * slices only this says so. NaN where w is 0.
   */
  readonly durrlemanG: number;
  readonly region: SurfaceRegion;
}

export interface SurfacePointFailure {
  readonly kind: 'failure';
  readonly reason: 'notFinite' | 'outOfRange' | 'expired' | 'noSlices' | 'badVariance';
  readonly field: 'k' | 'tauYears' | 'slices' | 'w';
  readonly expected: string;
  readonly found: string;
}

/**
 * The surface at log-moneyness `k` = ln(K/F(τ)) and `tauYears` from the surface's instant. Between two slices total
 * variance is linear in variance time at equal k, which keeps it from falling. Before the first slice and after the last
 * variance runs at that slice's own average speed, and `region` says so. That has no calendar arbitrage either, but a
 * multiple of a slice is another slice: far enough after the last one its wings are steeper than Lee allows, and
 * `durrlemanG` is below 0 there.
 */
export function evaluateSurface(
  surface: Surface,
  k: number,
  tauYears: number,
  varianceTime: VarianceTime = calendarVarianceTime,
): SurfacePoint | SurfacePointFailure {
  const { slices } = surface;
  if (!Number.isFinite(k)) return failure('notFinite', 'k', 'a finite number', k);
  if (!Number.isFinite(tauYears)) return failure('notFinite', 'tauYears', 'a finite number', tauYears);
  if (Math.abs(k) > LOG_MONEYNESS_OF_DOUBLES_MAX) {
    return failure('outOfRange', 'k', `a logarithm within ±${LOG_MONEYNESS_OF_DOUBLES_MAX}`, k);
  }
  if (tauYears <= 0) return failure('expired', 'tauYears', 'a time to expiry above 0 years', tauYears);
  if (tauYears > TAU_YEARS_MAX) {
    return failure('outOfRange', 'tauYears', `a time to expiry of at most ${TAU_YEARS_MAX} years`, tauYears);
  }
  if (slices.length === 0) return failure('noSlices', 'slices', 'a surface with a slice', 0);

  let above = 0;
  while (above < slices.length && slices[above]!.tauYears < tauYears) above++;
  const later = slices[above];
  if (later?.tauYears === tauYears) return pointOf(k, sviSmilePoint(later.svi, k), tauYears, 'atSlice');
  if (later === undefined) return pointOf(k, scaled(slices.at(-1)!, k, tauYears, varianceTime), tauYears, 'afterLast');
  if (above === 0) return pointOf(k, scaled(later, k, tauYears, varianceTime), tauYears, 'beforeFirst');

  const earlier = slices[above - 1]!;
  const start = varianceTime(earlier.tauYears);
  const share = (varianceTime(tauYears) - start) / (varianceTime(later.tauYears) - start);
  const near = sviSmilePoint(earlier.svi, k);
  const far = sviSmilePoint(later.svi, k);
  const mixed = {
    w: near.w + share * (far.w - near.w),
    slope: near.slope + share * (far.slope - near.slope),
    curvature: near.curvature + share * (far.curvature - near.curvature),
  };
  return pointOf(k, mixed, tauYears, 'between');
}

function scaled(slice: SurfaceSlice, k: number, tauYears: number, varianceTime: VarianceTime): SmilePoint {
  const share = varianceTime(tauYears) / varianceTime(slice.tauYears);
  const { w, slope, curvature } = sviSmilePoint(slice.svi, k);
  return { w: share * w, slope: share * slope, curvature: share * curvature };
}

/** A slice or a variance time that says nothing here, such as a window of no weight between two slices, makes no point. */
function pointOf(
  k: number,
  smile: SmilePoint,
  tauYears: number,
  region: SurfaceRegion,
): SurfacePoint | SurfacePointFailure {
  const vol = Math.sqrt(smile.w / tauYears);
  if (!Number.isFinite(vol + smile.slope + smile.curvature)) {
    return failure('badVariance', 'w', 'a finite total variance of at least 0, with derivatives', smile.w);
  }
  return { kind: 'point', ...smile, vol, durrlemanG: durrlemanG(k, smile), region };
}

function failure(
  reason: SurfacePointFailure['reason'],
  field: SurfacePointFailure['field'],
  expected: string,
  found: number,
): SurfacePointFailure {
  return { kind: 'failure', reason, field, expected, found: String(found) };
}
