import type { HistoryPoint } from './history.js';

const SERIES = ['priceUsd', 'deltaUsd', 'health'] as const;
/** Of a bucket: its first point, and the lowest and highest of each series. */
const KEPT_PER_BUCKET = 1 + 2 * SERIES.length;

/**
 * At most `pointsMax` (8 or more) of the points, in order. The first, the last, and the extremes of each series within
 * every stretch of time are kept, so that a spike of one step stands in the picture as high as it was.
 */
export function thinHistory(points: readonly HistoryPoint[], pointsMax: number): readonly HistoryPoint[] {
  if (points.length <= pointsMax) return points;
  const buckets = Math.max(1, Math.floor((pointsMax - 1) / KEPT_PER_BUCKET));
  const kept = new Set<number>();
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * points.length) / buckets);
    const to = Math.floor(((bucket + 1) * points.length) / buckets);
    kept.add(from);
    for (const series of SERIES) {
      for (const at of extremesOf(points, series, from, to)) kept.add(at);
    }
  }
  kept.add(points.length - 1);
  return [...kept].sort((a, b) => a - b).map((at) => points[at]!);
}

/** Where a series is lowest and highest within [from, to); nothing when it has no numbers there. */
function extremesOf(
  points: readonly HistoryPoint[],
  series: (typeof SERIES)[number],
  from: number,
  to: number,
): number[] {
  let lowest = -1;
  let highest = -1;
  for (let at = from; at < to; at++) {
    const value = points[at]![series];
    if (!Number.isFinite(value)) continue;
    if (lowest < 0 || value < points[lowest]![series]) lowest = at;
    if (highest < 0 || value > points[highest]![series]) highest = at;
  }
  return lowest < 0 ? [] : [lowest, highest];
}
