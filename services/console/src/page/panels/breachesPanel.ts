import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { watchedName, watchedPlace, watchedValue } from '../format/limitWords.js';
import { formatAge, formatClock, formatDuration, microsOf } from '../format/times.js';
import { SOFT_LIMIT } from '../format/wireNames.js';
import { announcer, type News } from './announcer.js';
import { type Panel, panelFrame, table } from './panel.js';

type Breach = PageState['breaches'][number];

/** Open breaches first and highlighted, closed ones greyed; a screen reader hears of each that opens. */
export function breachesPanel(): Panel {
  const { element, body, aside } = panelFrame('breaches', 'Breaches');
  const { element: grid, rows } = table('Breaches of limits', ['Limit', 'Opened', 'Value', 'Level', 'Closed']);
  const empty = el('p', { class: 'empty' }, 'No limit has been broken.');
  const update = keyedRows<Breach>(rows, ({ opened }) => opened?.breachId ?? '', breachRow);
  const news = announcer();
  const calls = marginCallsLink();
  const counts = el('span');
  aside.append(calls.element, counts);
  body.append(grid, empty, news.element);
  return {
    element,
    render: ({ breaches, marginCalls }) => {
      const open = breaches.filter(({ closed }) => closed === undefined);
      const ordered = [...open, ...breaches.filter(({ closed }) => closed !== undefined)];
      update(ordered);
      empty.hidden = breaches.length > 0;
      grid.hidden = breaches.length === 0;
      setText(counts, breaches.length === 0 ? '' : `${open.length} open · ${breaches.length} in all`);
      setClass(counts, open.length > 0 ? 'bad' : '');
      calls.render(marginCalls);
      news.say(open.flatMap(({ opened }) => (opened === undefined ? [] : [newsOf(opened)])));
    },
  };
}

/** On the first screen, where the calls themselves are not. */
function marginCallsLink(): { readonly element: HTMLElement; render(calls: PageState['marginCalls']): void } {
  const element = el('a', { class: 'below-link', attributes: { href: '#margin-calls-title' } });
  return {
    element,
    render: (calls) => {
      const open = calls.filter(({ cleared }) => cleared === undefined).length;
      setText(element, open === 0 ? 'margin and limits ↓' : `${open} margin ${open === 1 ? 'call' : 'calls'} ↓`);
      setClass(element, open === 0 ? 'below-link' : 'below-link bad');
    },
  };
}

function newsOf(opened: NonNullable<Breach['opened']>): News {
  return { key: opened.breachId, words: `${limitName(opened)} limit broken at ${watchedValue(opened, opened.value)}.` };
}

/** A soft limit says that it is one. */
function limitName(opened: NonNullable<Breach['opened']>): string {
  const name = watchedName(opened);
  return opened.severity === SOFT_LIMIT ? `${name} (soft)` : name;
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
      setText(name, [limitName(opened), watchedPlace(opened)].filter(Boolean).join(' '));
      const lasted = closed === undefined ? 'still open' : `open for ${formatDuration(untilUs - fromUs)}`;
      setTitle(element, `${opened.breachId}, ${lasted}; limit set by ${opened.limitSetBy}`);
      const texts = [
        formatClock(fromUs),
        watchedValue(opened, opened.value),
        watchedValue(opened, opened.level),
        closed === undefined ? 'OPEN' : `${formatClock(untilUs)} · ${formatAge(untilUs - fromUs)}`,
      ];
      texts.forEach((text, i) => setText(cells[i]!, text));
    },
  };
}
