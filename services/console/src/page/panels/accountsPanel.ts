import { el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { type AccountLine, accountLines } from '../watched/accountLines.js';
import { linesPanel, nameCell, numberCell, wordCell } from './linesPanel.js';
import type { Panel } from './panel.js';

const HEADINGS = ['Instrument', 'Holds', 'Break', 'Held by'];

/** What watched accounts hold, by the facts, a line a position beneath its account and place. */
export function accountsPanel(): Panel {
  return linesPanel<AccountLine>({
    id: 'accounts',
    title: 'Watched accounts',
    headings: HEADINGS,
    wordColumns: [0, 3],
    keyOf: ({ key }) => key,
    row: ({ kind }) => (kind === 'place' ? placeRow() : positionRow()),
    rest: ({ watched }) => [watched],
    lines: ({ watched }) => {
      const { lines, inAll } = watched?.positions ?? { lines: [], inAll: 0 };
      return {
        lines: accountLines(lines),
        left: inAll - lines.length,
        aside: `${inAll} ${inAll === 1 ? 'position' : 'positions'}`,
        tone: '',
      };
    },
  });
}

function placeRow(): Row<AccountLine> {
  const [account, place] = [el('span', { class: 'place-account' }), el('span', { class: 'dim' })];
  const name = el('th', { attributes: { scope: 'rowgroup', colspan: String(HEADINGS.length) } }, account, ' ', place);
  return {
    element: el('tr', { class: 'place', testId: 'place-row' }, name),
    update: (line) => {
      if (line.kind !== 'place') return;
      setText(account, line.account);
      setText(place, line.place);
    },
  };
}

function positionRow(): Row<AccountLine> {
  const name = nameCell();
  const [quantity, breakBy, source] = [numberCell(), numberCell(), wordCell()];
  const element = el('tr', { testId: 'position-row' }, name, quantity, breakBy, source);
  return {
    element,
    update: (line) => {
      if (line.kind !== 'position') return;
      setClass(element, line.breakBy === '' ? '' : 'stale');
      setTitle(element, line.title);
      setText(name, line.instrument);
      setText(quantity, line.quantity);
      setClass(quantity, line.isOwed ? 'number owed' : 'number');
      setText(breakBy, line.breakBy);
      setClass(breakBy, 'number bad');
      setText(source, line.source);
    },
  };
}
