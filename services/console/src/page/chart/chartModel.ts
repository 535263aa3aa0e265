import type { BreachesAnswer, PortfolioAnswer, ProposalsAnswer } from '../wire/apiAnswers.js';
import { ACTION_KINDS, DELTA_LIMIT, HEALTH_LIMIT, nameOf } from '../format/wireNames.js';
import { paddedRange, type Padding } from './scale.js';
import type { SeriesName, SeriesPoint } from './series.js';

/** A line across a lane. */
export interface LevelLine {
  readonly value: number;
  readonly kind: 'limit' | 'fatal' | 'zero';
}

/** One of the pictures above one another. */
export interface Lane {
  readonly name: SeriesName;
  readonly range: readonly [number, number];
  readonly levels: readonly LevelLine[];
}

export interface BreachSpan {
  readonly lane: SeriesName;
  readonly fromUs: number;
  /** Undefined while it is open. */
  readonly toUs: number | undefined;
  readonly value: number;
}

export interface FillMark {
  readonly timeUs: number;
  readonly label: string;
}

type Limits = PortfolioAnswer['limits'];

/** The lanes of a chart over the points that are seen; limits are always in the picture, and the health at which an account is liquidated. */
export function lanesOf(points: readonly SeriesPoint[], limits: Limits): readonly Lane[] {
  const levelsOf = (component: number): number[] =>
    limits
      .filter((limit) => limit.component === component)
      .map((limit) => Number(limit.level))
      .filter(Number.isFinite);
  const deltaLevels = levelsOf(DELTA_LIMIT).flatMap((level): LevelLine[] => [
    { value: level, kind: 'limit' },
    { value: -level, kind: 'limit' },
  ]);
  const healthLevels = levelsOf(HEALTH_LIMIT).map((value): LevelLine => ({ value, kind: 'limit' }));
  return [
    lane('priceUsd', points, [], { below: 0.06, above: 0.15 }),
    lane('deltaUsd', points, [{ value: 0, kind: 'zero' }, ...deltaLevels], { below: 0.08, above: 0.22 }),
    lane('health', points, [{ value: 1, kind: 'fatal' }, ...healthLevels], { below: 0.1, above: 0.24 }),
  ];
}

function lane(name: SeriesName, points: readonly SeriesPoint[], levels: readonly LevelLine[], padding: Padding): Lane {
  const all = points.map((point) => point[name]);
  const values = name === 'deltaUsd' ? withoutOutliers(all) : all;
  const around = values.some(Number.isFinite) ? levels.map(({ value }) => value) : [];
  return { name, levels, range: paddedRange(values, around, padding) };
}

/** The first steps of a book, when half of it is booked, have a delta that would flatten the rest of the day to a line. */
const OUTLIER_TIMES_QUANTILE = 2;
const OUTLIER_QUANTILE = 0.995;

/** Numbers within twice the 99.5th percentile of their size; what lies beyond runs out of the picture. */
export function withoutOutliers(values: readonly number[]): readonly number[] {
  const sizes = values
    .filter(Number.isFinite)
    .map(Math.abs)
    .sort((a, b) => a - b);
  const quantile = sizes[Math.floor((sizes.length - 1) * OUTLIER_QUANTILE)] ?? 0;
  return values.filter((value) => Math.abs(value) <= quantile * OUTLIER_TIMES_QUANTILE);
}

export function breachSpans(breaches: BreachesAnswer['breaches']): BreachSpan[] {
  return breaches.flatMap(({ opened, closed }): BreachSpan[] => {
    if (opened?.cut === undefined || opened.value === null) return [];
    const lane =
      opened.component === DELTA_LIMIT ? 'deltaUsd' : opened.component === HEALTH_LIMIT ? 'health' : undefined;
    const toUs = closed?.cut === undefined ? undefined : Number(closed.cut.timeUs);
    return lane === undefined ? [] : [{ lane, fromUs: Number(opened.cut.timeUs), toUs, value: opened.value }];
  });
}

export function fillMarks(proposals: ProposalsAnswer | undefined): FillMark[] {
  return (proposals?.proposals ?? []).flatMap(({ fill }): FillMark[] =>
    fill === undefined ? [] : [{ timeUs: Number(fill.filledAtUs), label: nameOf(ACTION_KINDS, fill.kind) }],
  );
}
