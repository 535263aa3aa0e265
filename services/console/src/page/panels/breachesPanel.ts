import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { formatHealth, formatNumber, formatUsd, type MaybeNumber } from '../format/numbers.js';
import { formatAge, formatClock, formatDuration, microsOf } from '../format/times.js';
import { HEALTH_LIMIT, LIMIT_COMPONENTS, nameOf, PATH_LIMIT, SOFT_LIMIT } from '../format/wireNames.js';
import { type Panel, panelFrame, table } from './panel.js';

type Breach = PageState['breaches'][number];

const PATH_DIGITS = 4;

/** Open breaches first and highlighted, closed ones greyed; a screen reader hears of each that opens. */
export function breachesPanel(): Panel {
  const { element, body, aside } = panelFrame('breaches', 'Breaches');
  const { element: grid, rows } = table('Breaches of limits', ['Limit', 'Opened', 'Value', 'Level', 'Closed']);
  const empty = el('p', { class: 'empty' }, 'No limit has been broken.');
  const announcer = el('div', { class: 'visually-hidden', attributes: { 'aria-live': 'assertive', role: 'status' } });
  const update = keyedRows<Breach>(rows, ({ opened }) => opened?.breachId ?? '', breachRow);
  const announced = new Set<string>();
  body.append(grid, empty, announcer);
  return {
    element,
    render: ({ breaches }) => {
      const open = breaches.filter(({ closed }) => closed === undefined);
      const ordered = [...open, ...breaches.filter(({ closed }) => closed !== undefined)];
      update(ordered);
      empty.hidden = breaches.length > 0;
      grid.hidden = breaches.length === 0;
      setText(aside, breaches.length === 0 ? '' : `${open.length} open · ${breaches.length} in all`);
      setClass(aside, open.length > 0 ? 'panel-aside bad' : 'panel-aside');
      announce(announcer, announced, open);
    },
  };
}

function announce(announcer: HTMLElement, announced: Set<string>, open: readonly Breach[]): void {
  const news = open.flatMap(({ opened }) => (opened === undefined || announced.has(opened.breachId) ? [] : [opened]));
  if (news.length === 0) return;
  for (const { breachId } of news) announced.add(breachId);
  setText(
    announcer,
    news.map((each) => `${limitName(each)} limit broken at ${valueText(each.component, each.value)}.`).join(' '),
  );
}

/** A path by its own name; a soft limit says that it is one. */
function limitName({ component, path, severity }: NonNullable<Breach['opened']>): string {
  const name = component === PATH_LIMIT ? path : nameOf(LIMIT_COMPONENTS, component);
  return severity === SOFT_LIMIT ? `${name} (soft)` : name;
}

function valueText(component: number | null, value: MaybeNumber): string {
  // The unit of a path is in its name.
  if (component === PATH_LIMIT) return formatNumber(value, PATH_DIGITS);
  return component === HEALTH_LIMIT ? formatHealth(value) : formatUsd(value);
}

function breachRow(): Row<Breach> {
  const name = el('th', { attributes: { scope: 'row' } });
  const cells = Array.from({ length: 4 }, () => el('td', { class: 'number' }));
  const element = el('tr', { testId: 'breach-row' }, name, ...cells);
  return {
    element,
    update: ({ opened, closed }) => {
      if (opened === undefined) return;
      const fromUs = microsOf(opened.cut?.timeUs);
      const untilUs = microsOf(closed?.cut?.timeUs);
      setClass(element, closed === undefined ? 'open' : 'closed');
      setText(
        name,
        [limitName(opened), opened.scope?.name ?? opened.accountId.split(':')[0]].filter(Boolean).join(' '),
      );
      const lasted = closed === undefined ? 'still open' : `open for ${formatDuration(untilUs - fromUs)}`;
      setTitle(element, `${opened.breachId}, ${lasted}; limit set by ${opened.limitSetBy}`);
      const texts = [
        formatClock(fromUs),
        valueText(opened.component, opened.value),
        valueText(opened.component, opened.level),
        closed === undefined ? 'OPEN' : `${formatClock(untilUs)} · ${formatAge(untilUs - fromUs)}`,
      ];
      texts.forEach((text, i) => setText(cells[i]!, text));
    },
  };
}
