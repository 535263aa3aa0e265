import { el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText } from '../dom/update.js';
import { type ReserveLine, reserveLines } from '../watched/reserveLines.js';
import { linesPanel, nameCell, numberCell } from './linesPanel.js';
import type { Panel } from './panel.js';

const HEADINGS = ['Reserve', 'Utilisation', 'Depth / debt', 'Headroom', 'Oracle', 'Bad debt', 'Liquidated, 1 h'];

/** The health of the lending reserves that are watched. */
export function protocolHealthPanel(): Panel {
  return linesPanel<ReserveLine>({
    id: 'protocol-health',
    title: 'Protocol health',
    headings: HEADINGS,
    wordColumns: [0],
    keyOf: ({ key }) => key,
    row: reserveRow,
    rest: ({ watched }) => [watched],
    lines: ({ watched }) => {
      const { lines, inAll } = watched?.reserves ?? { lines: [], inAll: 0 };
      return { lines: reserveLines(lines), left: inAll - lines.length, aside: 'as last said', tone: '' };
    },
  });
}

function reserveRow(): Row<ReserveLine> {
  const [asset, deployment] = [el('span'), el('span', { class: 'dim beside' })];
  const missing = el('div', { class: 'not-said' });
  const cells = Array.from({ length: HEADINGS.length - 1 }, numberCell);
  const element = el('tr', { testId: 'reserve-row' }, nameCell(asset, deployment, missing), ...cells);
  return {
    element,
    update: (line) => {
      setText(missing, line.missing);
      setHidden(missing, line.missing === '');
      setText(asset, line.asset);
      setText(deployment, line.deployment);
      const { utilisation, depth, headroom, oracleAge, badDebt, liquidations } = line;
      [utilisation, depth, headroom, oracleAge, badDebt, liquidations].forEach(({ text, tone }, i) => {
        setText(cells[i]!, text);
        setClass(cells[i]!, `number ${tone}`.trimEnd());
      });
    },
  };
}
