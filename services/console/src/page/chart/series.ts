import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { HistoryAnswer } from '../wire/apiAnswers.js';
import type { Jsonified } from '../wire/jsonified.js';

/** One step in the chart. NaN where there is no such number. */
export interface SeriesPoint {
  readonly timeUs: number;
  readonly priceUsd: number;
  readonly deltaUsd: number;
  readonly health: number;
}

export type SeriesName = Exclude<keyof SeriesPoint, 'timeUs'>;

/** A day of 10-second steps; older points go first. */
const POINTS_MAX = 10_000;

export function seriesOf({ timeUs, priceUsd, deltaUsd, health }: HistoryAnswer): SeriesPoint[] {
  return timeUs.map((time, i) => ({
    timeUs: time,
    priceUsd: priceUsd[i] ?? Number.NaN,
    deltaUsd: deltaUsd[i] ?? Number.NaN,
    health: health[i] ?? Number.NaN,
  }));
}

export function seriesPointOf({ cut, referencePriceUsd, total, health }: Jsonified<ExposureCalculated>): SeriesPoint {
  const factors = health.filter((each) => each.unavailableReason === '').map((each) => each.healthFactor ?? Number.NaN);
  return {
    timeUs: Number(cut?.timeUs ?? 0),
    priceUsd: referencePriceUsd ?? Number.NaN,
    deltaUsd: total?.deltaUsd ?? Number.NaN,
    health: factors.length === 0 ? Number.NaN : Math.min(...factors),
  };
}

/** A point that is not newer than the last one is one that came twice. */
export function appendPoint(series: readonly SeriesPoint[], point: SeriesPoint): readonly SeriesPoint[] {
  const last = series.at(-1);
  if (last !== undefined && point.timeUs <= last.timeUs) return series;
  return [...series.slice(-(POINTS_MAX - 1)), point];
}

/** The points from a time on, and the one before it, so that a line comes in from the edge. */
export function pointsFrom(series: readonly SeriesPoint[], fromUs: number): readonly SeriesPoint[] {
  const first = series.findIndex(({ timeUs }) => timeUs >= fromUs);
  return first < 0 ? [] : series.slice(Math.max(0, first - 1));
}

/** The point that stands at a time: the last one that isn't later. */
export function pointAt(series: readonly SeriesPoint[], timeUs: number): SeriesPoint | undefined {
  return series.findLast((point) => point.timeUs <= timeUs) ?? series[0];
}
