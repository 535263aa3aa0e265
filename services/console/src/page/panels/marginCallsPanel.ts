import { domainClockUs, type PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText, setTitle } from '../dom/update.js';
import { type CureLine, type MarginCallLine, marginCallLines } from '../risk/marginCallLine.js';
import { announcer } from './announcer.js';
import { type Panel, panelFrame } from './panel.js';

/** Accounts near the line at which their venue acts, with what would cure them: open calls on top, cleared ones greyed. */
export function marginCallsPanel(): Panel {
  const { element, body, aside } = panelFrame('margin-calls', 'Margin calls');
  const list = el('ul', { class: 'margin-calls-list', attributes: { 'aria-label': 'Margin calls' } });
  const empty = el('p', { class: 'empty' }, 'No account has been near its line.');
  const update = keyedRows<MarginCallLine>(list, ({ callId }) => callId, callRow);
  const news = announcer();
  body.append(list, empty, news.element);
  return {
    element,
    render: (state: PageState) => {
      const lines = marginCallLines(state.marginCalls, domainClockUs(state), state.exposure?.exposure);
      const open = lines.filter(({ isOpen }) => isOpen);
      update(lines);
      setHidden(empty, lines.length > 0);
      setText(aside, lines.length === 0 ? '' : `${open.length} open · ${lines.length} in all`);
      setClass(aside, open.length > 0 ? 'panel-aside bad' : 'panel-aside');
      news.say(open.map((line) => ({ key: line.callId, words: announcementOf(line) })));
    },
  };
}

function announcementOf({ account, level, value, line }: MarginCallLine): string {
  return `Margin call, ${level}: ${account}, ${value}, ${line}.`;
}

function callRow(): Row<MarginCallLine> {
  const account = el('span', { class: 'margin-call-account' });
  const level = el('span', { class: 'kind' });
  const when = el('span', { class: 'margin-call-when dim' });
  const [value, now, line, loss] = [el('span'), el('span', { class: 'margin-call-now' }), el('span'), el('span')];
  const due = el('div', { class: 'margin-call-due dim' });
  const cures = el('ul', { class: 'cures', attributes: { 'aria-label': 'Any one of these cures it' } });
  const cureRows = keyedRows<CureLine>(cures, ({ words }) => words, cureRow);
  const element = el(
    'li',
    { class: 'margin-call', testId: 'margin-call-row' },
    el('div', { class: 'margin-call-head' }, account, level, when),
    el('div', { class: 'margin-call-figures' }, value, now, line, loss),
    due,
    cures,
  );
  return {
    element,
    update: (call) => {
      setClass(element, call.isOpen ? `margin-call open ${call.level}` : 'margin-call closed');
      setTitle(element, `${call.callId}\n${call.rules}`);
      setText(account, call.account);
      setText(level, call.level);
      setClass(level, call.isOpen ? `kind ${call.level}` : 'kind');
      setText(when, call.when);
      setText(value, call.value);
      setText(now, call.now);
      setHidden(now, call.now === '');
      setText(line, call.line);
      setText(loss, call.loss);
      setText(due, call.due);
      setHidden(due, call.due === '');
      cureRows(call.cures);
      setHidden(cures, call.cures.length === 0);
    },
  };
}

function cureRow(): Row<CureLine> {
  const words = el('span');
  const available = el('span');
  return {
    element: el('li', { testId: 'cure-row' }, words, available),
    update: (cure) => {
      setText(words, cure.words);
      setText(available, cure.available);
      setClass(available, `cure-available ${cure.isEnough ? 'good' : 'warn'}`);
    },
  };
}
