import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setHidden, setText, setTitle } from '../dom/update.js';
import { formatUsd } from '../format/numbers.js';
import { type LookThroughLine, lookThroughLines } from '../risk/lookThroughLines.js';
import { type Panel, panelFrame, table } from './panel.js';

const DEBTS_STAY = 'Value is net of debts. Debts stay owed when a name fails, so a loss can exceed the value.';

/** Protocols, contracts, oracles, bridges, issuers and custodians beneath the book, by what is lost when one fails. */
export function lookThroughPanel(): Panel {
  const { element, body, aside } = panelFrame('look-through', 'What the book rests on');
  const { element: grid, rows } = table('Look-through', ['Kind', 'Name', 'Value', 'Loss if it fails'], [0, 1]);
  const empty = el('p', { class: 'empty' }, 'Nothing is known yet.');
  const update = keyedRows<LookThroughLine>(rows, ({ key }) => key, lookThroughRow);
  body.append(grid, empty);
  let drawn: PageState['exposure'];
  return {
    element,
    render: ({ exposure }) => {
      if (drawn === exposure && exposure !== undefined) return;
      drawn = exposure;
      const lines = lookThroughLines(exposure?.exposure?.lookThrough ?? []);
      update(lines);
      setHidden(empty, lines.length > 0);
      setHidden(grid, lines.length === 0);
      setText(aside, lines.length === 0 ? '' : 'each by itself: they overlap; debts stay owed');
    },
  };
}

/** A debt has no loss in it, and its zero is one to the cent. */
function usdText(usd: number | null): string {
  return usd === 0 ? '0' : formatUsd(usd);
}

function lookThroughRow(): Row<LookThroughLine> {
  const kind = el('td', { class: 'dim' });
  const name = el('th', { attributes: { scope: 'row' } });
  const [value, loss] = [el('td', { class: 'number dim' }), el('td', { class: 'number' })];
  const element = el('tr', { testId: 'look-through-row' }, kind, name, value, loss);
  return {
    element,
    update: (line) => {
      setText(kind, line.kind);
      setText(name, line.name);
      setTitle(element, `${line.name}\n${line.legs}\n${DEBTS_STAY}`);
      setText(value, usdText(line.valueUsd));
      setText(loss, usdText(line.lossUsd));
    },
  };
}
