import type { SeriesName, SeriesPoint } from './series.js';

/**
 * The line of a series as the d of an SVG path. Points that fall into one column of pixels become their first, lowest,
 * highest and last: the picture is the same, and the path stays as short as the chart is wide. A gap where there is no
 * number.
 */
export function linePath(
  points: readonly SeriesPoint[],
  name: SeriesName,
  x: (timeUs: number) => number,
  y: (value: number) => number,
): string {
  const parts: string[] = [];
  let column: Column | undefined;
  let pen: 'M' | 'L' = 'M';
  const put = (px: number, value: number): void => {
    parts.push(`${pen}${px.toFixed(1)} ${y(value).toFixed(1)}`);
    pen = 'L';
  };
  const flush = (): void => {
    if (column === undefined) return;
    const { px, first, low, high, last } = column;
    const [near, far] = last - first >= 0 ? [low, high] : [high, low];
    put(px, first);
    if (near !== first) put(px, near);
    if (far !== near) put(px, far);
    if (last !== far) put(px, last);
    column = undefined;
  };
  for (const point of points) {
    const value = point[name];
    if (!Number.isFinite(value)) {
      flush();
      pen = 'M';
      continue;
    }
    const px = Math.round(x(point.timeUs) * 2) / 2;
    if (column !== undefined && column.px === px) {
      column.low = Math.min(column.low, value);
      column.high = Math.max(column.high, value);
      column.last = value;
    } else {
      flush();
      column = { px, first: value, low: value, high: value, last: value };
    }
  }
  flush();
  return parts.join('');
}

interface Column {
  readonly px: number;
  readonly first: number;
  low: number;
  high: number;
  last: number;
}

/** The area between a line without gaps and a level. */
export function areaPath(line: string, baseY: number): string {
  const moves = line.split('M').filter((part) => part !== '');
  return moves
    .map((part) => {
      const points = part.split('L');
      const [startX] = points[0]!.split(' ');
      const [endX] = points.at(-1)!.split(' ');
      return `M${part}L${endX} ${baseY.toFixed(1)}L${startX} ${baseY.toFixed(1)}Z`;
    })
    .join('');
}
