import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setHidden, setText, setTitle } from '../dom/update.js';
import { type HealthLine, healthLines } from '../risk/healthLines.js';
import { type Panel, panelFrame, table } from './panel.js';

const HEADINGS = ['Asset', 'Collateral', 'Debt', 'Per 1 %', 'Per point', 'Liquidation'];

/** How the health of each lending account moves with each of its assets; hidden while the book has no loan. */
export function healthPanel(): Panel {
  const { element, body, aside } = panelFrame('health', 'Health by asset');
  const { element: grid, rows } = table('Health by asset', HEADINGS);
  const update = keyedRows<HealthLine>(rows, ({ key }) => key, healthRow);
  body.append(grid);
  setText(aside, 'for 1 % of price, for a point of threshold');
  return {
    element,
    render: ({ exposure }) => {
      const lines = healthLines(exposure?.exposure?.health ?? []);
      update(lines);
      setHidden(element, lines.length === 0);
    },
  };
}

function healthRow(): Row<HealthLine> {
  const asset = el('th', { attributes: { scope: 'row' } });
  const cells = Array.from({ length: 5 }, () => el('td', { class: 'number' }));
  const element = el('tr', { testId: 'health-row' }, asset, ...cells);
  return {
    element,
    update: (line) => {
      setText(asset, [line.asset, line.account].filter(Boolean).join(' · '));
      setTitle(element, line.unavailableReason);
      const texts = [line.collateral, line.debt, line.per1pct, line.perThresholdPoint, line.liquidationPrice];
      texts.forEach((text, i) => setText(cells[i]!, text));
    },
  };
}
