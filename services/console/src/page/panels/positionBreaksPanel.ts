import { domainClockUs } from '../data/pageState.js';
import { el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setText, setTitle } from '../dom/update.js';
import { type BreakLine, breakLines } from '../watched/breakLines.js';
import { announcer } from './announcer.js';
import { linesPanel, nameCell, numberCell, wordCell } from './linesPanel.js';
import type { Panel } from './panel.js';

const HEADINGS = ['Instrument', 'Account', 'Difference', 'Expected', 'Observed', 'Since'];

/** Open breaks: where the facts of a watched account and what the contract or venue says differ. A screen reader hears of each. */
export function positionBreaksPanel(): Panel {
  const news = announcer();
  const panel = linesPanel<BreakLine>({
    id: 'position-breaks',
    title: 'Position breaks',
    headings: HEADINGS,
    wordColumns: [0, 1, 5],
    keyOf: ({ key }) => key,
    row: breakRow,
    rest: (state) => [state.watched, domainClockUs(state)],
    lines: (state) => {
      const { breaks, positions } = state.watched ?? { breaks: { lines: [], inAll: 0 }, positions: { lines: [] } };
      const lines = breakLines(breaks.lines, positions.lines, domainClockUs(state));
      news.say(lines.map((line) => ({ key: line.key, words: announcementOf(line) })));
      return {
        lines,
        left: breaks.inAll - lines.length,
        aside: `${breaks.inAll} open`,
        tone: 'bad',
      };
    },
  });
  panel.element.append(news.element);
  return panel;
}

function announcementOf({ instrument, account, difference }: BreakLine): string {
  return `Position break: ${instrument} of ${account} differs by ${difference}.`;
}

function breakRow(): Row<BreakLine> {
  const name = nameCell();
  const [account, since] = [wordCell(), wordCell()];
  const [difference, byFacts, observed] = [numberCell(), numberCell(), numberCell()];
  difference.classList.add('bad');
  const element = el('tr', { testId: 'position-break-row' }, name, account, difference, byFacts, observed, since);
  return {
    element,
    update: (line) => {
      setTitle(element, line.title);
      setText(name, line.instrument);
      setText(account, line.account);
      setText(difference, line.difference);
      setText(byFacts, line.byFacts);
      setText(observed, line.observed);
      setText(since, line.since);
    },
  };
}
