import { domainClockUs } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setAttribute, setClass, setHidden, setText, setTitle } from '../dom/update.js';
import { type LimitLine, limitLines } from '../risk/limitLine.js';
import { type Panel, panelFrame, table } from './panel.js';

/** Each limit, how much of it is used, and what is under way with it. */
export function limitsPanel(): Panel {
  const { element, body, aside } = panelFrame('limits', 'Limits');
  const { element: grid, rows } = table('Limits', ['Limit', 'Kind', 'Value', 'Level', 'Used'], [0, 1]);
  const empty = el('p', { class: 'empty' }, 'No limit is set.');
  const update = keyedRows<LimitLine>(rows, ({ limitId }) => limitId, limitRow);
  body.append(grid, empty);
  return {
    element,
    render: (state) => {
      const lines = limitLines(state.limits, domainClockUs(state));
      update(lines);
      setHidden(empty, lines.length > 0);
      setHidden(grid, lines.length === 0);
      const broken = lines.filter(({ isBroken }) => isBroken).length;
      setText(aside, lines.length === 0 ? '' : `${broken} broken · ${lines.length} in all`);
      setClass(aside, broken > 0 ? 'panel-aside bad' : 'panel-aside');
    },
  };
}

function limitRow(): Row<LimitLine> {
  const name = el('span', { class: 'limit-name' });
  const place = el('span', { class: 'dim' });
  const notes = el('div', { class: 'limit-notes' });
  const severity = el('td', { class: 'dim' });
  const [value, level] = [el('td', { class: 'number' }), el('td', { class: 'number dim' })];
  const used = el('span');
  const bar = el('div', { class: 'used-bar-used' });
  const frame = el('div', { class: 'used-bar' }, bar);
  const share = el('td', {}, used, frame);
  const element = el(
    'tr',
    { testId: 'limit-row' },
    el('th', { attributes: { scope: 'row' } }, el('div', { class: 'limit-head' }, name, place), notes),
    severity,
    value,
    level,
    share,
  );
  return {
    element,
    update: (line) => {
      setClass(element, line.isBroken ? 'broken' : '');
      setClass(share, `number limit-used ${line.tone}`);
      setTitle(element, line.title);
      setText(name, line.name);
      setText(place, line.place);
      setText(notes, line.notes.join(' '));
      setHidden(notes, line.notes.length === 0);
      setText(severity, line.severity);
      setText(value, line.value);
      setText(level, line.level);
      setText(used, line.usedText);
      setHidden(frame, line.used === undefined);
      setAttribute(frame, 'data-used', String(Math.round((line.used ?? 0) * 100)));
      const width = `${Math.min(100, (line.used ?? 0) * 100).toFixed(1)}%`;
      if (bar.style.width !== width) bar.style.width = width;
    },
  };
}
