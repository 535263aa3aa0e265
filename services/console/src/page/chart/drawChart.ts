import { svg } from '../dom/el.js';
import { formatNumber, formatUsd } from '../format/numbers.js';
import { formatMinute } from '../format/times.js';
import type { BreachSpan, FillMark, Lane } from './chartModel.js';
import { areaPath, linePath } from './linePath.js';
import { linearScale, roundTicks, type Scale, timeTicks } from './scale.js';
import { pointAt, type SeriesName, type SeriesPoint } from './series.js';

export interface ChartPicture {
  readonly width: number;
  readonly height: number;
  readonly window: readonly [number, number];
  readonly points: readonly SeriesPoint[];
  readonly lanes: readonly Lane[];
  readonly breaches: readonly BreachSpan[];
  readonly fills: readonly FillMark[];
}

export interface DrawnChart {
  readonly nodes: readonly Node[];
  readonly x: Scale;
  /** Bottom of the lowest lane. */
  readonly bottom: number;
}

const AXIS_WIDTH = 62;
const TIME_HEIGHT = 18;
const LANE_GAP = 10;
/** Of the height, from top to bottom: price, delta, health. */
const LANE_SHARES = [0.44, 0.28, 0.28];
const PIXELS_PER_TIME_TICK = 84;
const PIXELS_PER_VALUE_TICK = 27;
/** Labels that are closer than this cover one another. */
const LABEL_HEIGHT = 11;

const LANE_NAMES: Readonly<Record<SeriesName, string>> = {
  priceUsd: 'ETH price',
  deltaUsd: 'Delta, USD',
  health: 'Health factor',
};

/** The label of a value on the axis of a lane. */
export function axisLabel(name: SeriesName, value: number): string {
  if (name === 'health') return formatNumber(value, 2);
  if (name === 'priceUsd') return formatUsd(value, 0);
  return value === 0 ? '0' : `${formatNumber(value / 1000)} k`;
}

/** Draws the lanes above one another, on one axis of time. */
export function drawChart(picture: ChartPicture): DrawnChart {
  const { width, height, window } = picture;
  const right = width - AXIS_WIDTH;
  const bottom = height - TIME_HEIGHT;
  const x = linearScale(window, [0, right]);
  const nodes: Node[] = timeAxis(window, x, right, bottom);
  let top = 4;
  picture.lanes.forEach((lane, i) => {
    const laneHeight = (bottom - 4 - LANE_GAP * (picture.lanes.length - 1)) * LANE_SHARES[i]!;
    const y = linearScale(lane.range, [top + laneHeight, top]);
    nodes.push(...drawLane(picture, lane, x, y, right));
    top += laneHeight + LANE_GAP;
  });
  nodes.push(...fillLines(picture, x, bottom));
  return { nodes, x, bottom };
}

function timeAxis(window: readonly [number, number], x: Scale, right: number, bottom: number): Node[] {
  return timeTicks(window, right / PIXELS_PER_TIME_TICK).flatMap((timeUs) => {
    const at = x(timeUs).toFixed(1);
    const label = svg('text', { class: 'chart-tick', x: at, y: bottom + 13, 'text-anchor': 'middle' });
    label.textContent = formatMinute(timeUs);
    return [
      svg('line', { class: 'chart-grid', x1: at, x2: at, y1: 0, y2: bottom }),
      ...(x(timeUs) > 16 && x(timeUs) < right - 10 ? [label] : []),
    ];
  });
}

function drawLane(picture: ChartPicture, lane: Lane, x: Scale, y: Scale, right: number): Node[] {
  const [top, base] = [y(lane.range[1]), y(lane.range[0])];
  const nodes: Node[] = [svg('rect', { class: 'chart-lane', x: 0, y: top, width: right, height: base - top })];
  const lines = lane.levels.filter(({ kind }) => kind !== 'zero');
  for (const value of roundTicks(lane.range, (base - top) / PIXELS_PER_VALUE_TICK)) {
    if (lines.some((line) => Math.abs(y(line.value) - y(value)) < LABEL_HEIGHT)) continue;
    const at = y(value).toFixed(1);
    const label = svg('text', { class: 'chart-tick', x: right + 6, y: y(value) + 3.5 });
    label.textContent = axisLabel(lane.name, value);
    nodes.push(svg('line', { class: 'chart-grid', x1: 0, x2: right, y1: at, y2: at }), label);
  }
  nodes.push(...breachRects(picture, lane, x, right, top, base));
  for (const { value, kind } of lane.levels) {
    const at = y(value).toFixed(1);
    nodes.push(svg('line', { class: `chart-level ${kind}`, x1: 0, x2: right, y1: at, y2: at }));
    if (kind === 'zero') continue;
    const label = svg('text', { class: `chart-tick ${kind}`, x: right + 6, y: y(value) + 3.5 });
    label.textContent = axisLabel(lane.name, value);
    nodes.push(label);
  }
  const line = linePath(picture.points, lane.name, (timeUs) => Math.max(0, x(timeUs)), y);
  if (line !== '') {
    const zero = lane.name === 'deltaUsd' ? y(0) : base;
    const clip = svg(
      'clipPath',
      { id: `lane-${lane.name}` },
      svg('rect', { x: 0, y: top, width: right, height: base - top }),
    );
    const area = svg('path', { class: `chart-area ${lane.name}`, d: areaPath(line, zero) });
    const stroke = svg('path', { class: `chart-line ${lane.name}`, d: line });
    nodes.push(clip, svg('g', { 'clip-path': `url(#lane-${lane.name})` }, area, stroke));
  }
  const name = svg('text', { class: 'chart-name', x: 8, y: top + 14 });
  name.textContent = LANE_NAMES[lane.name];
  nodes.push(...breachTriangles(picture, lane, x, y), name);
  return nodes;
}

function breachRects(
  { breaches, window }: ChartPicture,
  lane: Lane,
  x: Scale,
  right: number,
  top: number,
  base: number,
): Node[] {
  return breaches
    .filter(
      (breach) => breach.lane === lane.name && (breach.toUs ?? Infinity) >= window[0] && breach.fromUs <= window[1],
    )
    .map(({ fromUs, toUs }) => {
      const from = Math.max(0, x(fromUs));
      const to = toUs === undefined ? right : Math.min(right, x(toUs));
      return svg('rect', {
        class: 'chart-breach-span',
        x: from,
        y: top,
        width: Math.max(1.5, to - from),
        height: base - top,
      });
    });
}

function breachTriangles({ breaches, window }: ChartPicture, lane: Lane, x: Scale, y: Scale): Node[] {
  return breaches
    .filter((breach) => breach.lane === lane.name && breach.fromUs >= window[0] && breach.fromUs <= window[1])
    .map(({ fromUs, value }) => {
      const [px, py] = [x(fromUs), y(value)];
      return svg('path', {
        class: 'chart-breach',
        'data-testid': 'chart-breach',
        d: `M${px} ${py - 5}L${px + 4.5} ${py + 3.5}L${px - 4.5} ${py + 3.5}Z`,
      });
    });
}

function fillLines({ fills, window, points, lanes }: ChartPicture, x: Scale, bottom: number): Node[] {
  const price = lanes.find(({ name }) => name === 'priceUsd');
  return fills
    .filter(({ timeUs }) => timeUs >= window[0] && timeUs <= window[1])
    .flatMap(({ timeUs, label }) => {
      const at = x(timeUs);
      const value = pointAt(points, timeUs)?.priceUsd;
      if (price === undefined || value === undefined || !Number.isFinite(value)) return [];
      const laneHeight = (bottom - 4 - LANE_GAP * 2) * LANE_SHARES[0]!;
      const py = linearScale(price.range, [4 + laneHeight, 4])(value);
      const mark = svg('path', {
        class: `chart-fill ${label}`,
        'data-testid': 'chart-fill',
        d: `M${at} ${py - 5.5}L${at + 5} ${py}L${at} ${py + 5.5}L${at - 5} ${py}Z`,
      });
      return [svg('line', { class: `chart-fill-line ${label}`, x1: at, x2: at, y1: 0, y2: bottom }), mark];
    });
}
