import type { PageState } from '../data/pageState.js';
import { breachSpans, fillMarks, lanesOf } from '../chart/chartModel.js';
import { drawChart, type DrawnChart } from '../chart/drawChart.js';
import { pointAt, pointsFrom, type SeriesPoint } from '../chart/series.js';
import { button, el, svg } from '../dom/el.js';
import { setAttribute, setHidden, setText } from '../dom/update.js';
import { formatHealth, formatUsd } from '../format/numbers.js';
import { formatClock } from '../format/times.js';
import { type Panel, panelFrame } from './panel.js';

const HOUR_US = 3_600_000_000;
const RANGES: readonly (readonly [string, number])[] = [
  ['30 min', HOUR_US / 2],
  ['2 h', 2 * HOUR_US],
  ['6 h', 6 * HOUR_US],
  ['All', Infinity],
];

/** Price, delta and health through the replay, with limits, breaches and fills. */
export function chartPanel(): Panel {
  const { element, body, aside } = panelFrame('chart', 'Price, delta, health');
  const picture = svg('svg', { class: 'chart', role: 'img' });
  const drawing = svg('g');
  const cursor = svg('line', { class: 'chart-cursor' });
  const readout = el('div', { class: 'readout', testId: 'chart-readout' });
  picture.append(drawing, cursor);
  const empty = el('p', { class: 'empty', testId: 'chart-empty' }, 'No exposure has been calculated yet.');
  body.append(readout, empty, picture);

  let range = Infinity;
  let drawn: DrawnChart | undefined;
  let drawnFor: readonly unknown[] = [];
  let hoverUs: number | undefined;
  let state: PageState | undefined;
  const buttons = RANGES.map(([label, widthUs]) => {
    const each = button(
      { class: 'tab', testId: `range-${label.replace(' ', '')}`, onClick: () => select(widthUs) },
      label,
    );
    setAttribute(each, 'aria-pressed', String(widthUs === range));
    return each;
  });
  aside.append(el('div', { class: 'tabs', attributes: { role: 'group', 'aria-label': 'Range of time' } }, ...buttons));
  picture.addEventListener('pointermove', (event) => hover(event.clientX));
  picture.addEventListener('pointerleave', () => hover(undefined));
  new ResizeObserver(() => draw()).observe(body);

  function select(widthUs: number): void {
    range = widthUs;
    RANGES.forEach(([, each], i) => setAttribute(buttons[i]!, 'aria-pressed', String(each === widthUs)));
    draw();
  }

  function hover(clientX: number | undefined): void {
    const box = picture.getBoundingClientRect();
    hoverUs = clientX === undefined || drawn === undefined ? undefined : timeAt(drawn, clientX - box.left);
    renderReadout();
  }

  function draw(): void {
    if (state === undefined) return;
    const { series, breaches, proposals, portfolio } = state;
    // Axes without a value would be numbers that nobody measured.
    setHidden(empty, series.length > 0);
    if (series.length === 0) {
      drawn = undefined;
      drawnFor = [];
      drawing.replaceChildren();
      return renderReadout();
    }
    const { width, height } = picture.getBoundingClientRect();
    if (width < 80 || height < 80) return;
    const inputs = [series, breaches, proposals, portfolio, range, width, height];
    if (inputs.every((input, i) => input === drawnFor[i])) return;
    drawnFor = inputs;
    const lastUs = series.at(-1)?.timeUs ?? 0;
    const fromUs = Math.max(series[0]?.timeUs ?? 0, lastUs - range);
    const points = pointsFrom(series, fromUs);
    const window: readonly [number, number] = [fromUs, Math.max(lastUs, fromUs + 60_000_000)];
    const lanes = lanesOf(points, portfolio?.limits ?? []);
    drawn = drawChart({
      width,
      height,
      window,
      points,
      lanes,
      breaches: breachSpans(breaches),
      fills: fillMarks(proposals),
    });
    setAttribute(picture, 'viewBox', `0 0 ${width} ${height}`);
    drawing.replaceChildren(...drawn.nodes);
    renderReadout();
  }

  function renderReadout(): void {
    const series = state?.series ?? [];
    const point = hoverUs === undefined ? series.at(-1) : pointAt(series, hoverUs);
    const words = readoutWords(point);
    if (readout.childElementCount === 0) readout.append(...words.map(([name]) => readoutItem(name)), legend());
    words.forEach(([, value], i) => setText(readout.children[i]!.lastElementChild!, value));
    setAttribute(
      picture,
      'aria-label',
      `Chart of price, delta and health. ${words.map((pair) => pair.join(' ')).join(', ')}`,
    );
    cursor.style.display = hoverUs === undefined || drawn === undefined ? 'none' : '';
    if (hoverUs === undefined || drawn === undefined) return;
    const at = drawn.x(hoverUs);
    for (const name of ['x1', 'x2']) setAttribute(cursor, name, at.toFixed(1));
    setAttribute(cursor, 'y1', 0);
    setAttribute(cursor, 'y2', drawn.bottom);
  }

  return {
    element,
    render: (now) => {
      state = now;
      draw();
    },
  };
}

function timeAt({ x }: DrawnChart, pixels: number): number {
  const [fromUs, toUs] = x.from;
  const width = x(toUs);
  return fromUs + (Math.max(0, Math.min(width, pixels)) / width) * (toUs - fromUs);
}

function readoutItem(name: string): HTMLElement {
  return el(
    'span',
    { class: `readout-item readout-${name.toLowerCase()}` },
    el('span', { class: 'readout-name' }, name),
    el('span', { class: 'readout-value' }),
  );
}

function legend(): HTMLElement {
  const entry = (kind: string, name: string): HTMLElement => el('span', { class: `legend-${kind}` }, name);
  return el(
    'span',
    { class: 'legend' },
    entry('breach', 'breach'),
    entry('fill', 'fill'),
    entry('limit', 'limit'),
    entry('fatal', 'liquidation'),
  );
}

function readoutWords(point: SeriesPoint | undefined): readonly (readonly [string, string])[] {
  return [
    ['Time', point === undefined ? '–' : formatClock(point.timeUs)],
    ['Price', formatUsd(point?.priceUsd, 2)],
    ['Delta', formatUsd(point?.deltaUsd)],
    ['Health', formatHealth(point?.health)],
  ];
}
