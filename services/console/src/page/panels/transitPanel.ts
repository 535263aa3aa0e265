import { domainClockUs } from '../data/pageState.js';
import { el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setText, setTitle } from '../dom/update.js';
import { type TransitLine, transitLines } from '../watched/transitLines.js';
import { linesPanel, nameCell, numberCell, wordCell } from './linesPanel.js';
import type { Panel } from './panel.js';

const HEADINGS = ['Account', 'Amount', 'Way', 'Bridge', 'Since'];

/** What is between two chains, and so part of neither. */
export function transitPanel(): Panel {
  return linesPanel<TransitLine>({
    id: 'transit',
    title: 'In transit between chains',
    headings: HEADINGS,
    wordColumns: [0, 2, 3, 4],
    keyOf: ({ key }) => key,
    row: transitRow,
    rest: (state) => [state.watched, domainClockUs(state)],
    lines: (state) => {
      const { lines, inAll } = state.watched?.inTransit ?? { lines: [], inAll: 0 };
      return {
        lines: transitLines(lines, domainClockUs(state)),
        left: inAll - lines.length,
        aside: 'part of neither',
        tone: '',
      };
    },
  });
}

function transitRow(): Row<TransitLine> {
  const account = nameCell();
  const amount = numberCell();
  const [way, bridge, since] = [wordCell(), wordCell(), wordCell()];
  const element = el('tr', { testId: 'transit-row' }, account, amount, way, bridge, since);
  return {
    element,
    update: (line) => {
      setTitle(element, line.title);
      setText(account, line.account);
      setText(amount, line.amount);
      setText(way, line.way);
      setText(bridge, line.bridge);
      setText(since, line.since);
    },
  };
}
