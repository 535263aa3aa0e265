import { domainClockUs } from '../data/pageState.js';
import { el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setText, setTitle } from '../dom/update.js';
import { type FlowLine, flowLines } from '../watched/flowLines.js';
import { linesPanel, nameCell, numberCell, wordCell } from './linesPanel.js';
import type { Panel } from './panel.js';

const HEADINGS = ['Pool or book', 'Imbalance', 'VPIN', 'Volume', 'Fees', 'LVR', 'Markouts', 'At'];

/** The order flow of the pools and books that are watched, over the last block or interval of each. */
export function orderFlowPanel(): Panel {
  return linesPanel<FlowLine>({
    id: 'order-flow',
    title: 'Order flow',
    headings: HEADINGS,
    wordColumns: [0, 6, 7],
    keyOf: ({ key }) => key,
    row: flowRow,
    rest: ({ watched }) => [watched],
    lines: (state) => {
      const { lines, inAll } = state.watched?.flows ?? { lines: [], inAll: 0 };
      return {
        lines: flowLines(lines, domainClockUs(state)),
        left: inAll - lines.length,
        aside: 'markouts: what makers made',
        tone: '',
      };
    },
  });
}

function flowRow(): Row<FlowLine> {
  const [name, asset] = [el('span'), el('span', { class: 'dim beside' })];
  const figures = Array.from({ length: 5 }, numberCell);
  const [markouts, at] = [wordCell(), wordCell()];
  const element = el('tr', { testId: 'flow-row' }, nameCell(name, asset), ...figures, markouts, at);
  return {
    element,
    update: (line) => {
      setTitle(element, line.title);
      setText(name, line.name);
      setText(asset, line.asset);
      [line.imbalance, line.vpin, line.volume, line.fees, line.lvr].forEach((text, i) => setText(figures[i]!, text));
      setText(markouts, line.markouts);
      setText(at, line.at);
    },
  };
}
