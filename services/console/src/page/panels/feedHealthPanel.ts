import { domainClockUs } from '../data/pageState.js';
import { el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText, setTitle } from '../dom/update.js';
import { type FeedHealthLine, feedHealthLines } from '../watched/feedHealthLines.js';
import { linesPanel, nameCell, numberCell, wordCell } from './linesPanel.js';
import type { Panel } from './panel.js';
import { problemList } from './problemList.js';

const HEADINGS = ['Feed', 'Age', 'Limit', 'Lag', 'Gaps', 'Reorg', 'Dropped or missed so far', 'Now'];
/** A recording has at most 256 feeds and connections bring more: the sick come first, so that none of them is left out. */
const FEEDS_SHOWN_MAX = 200;

/** Everything that is known of each feed's health, the sick first. */
export function feedHealthPanel(): Panel {
  return linesPanel<FeedHealthLine>({
    id: 'feed-health',
    title: 'Health of feeds',
    headings: HEADINGS,
    wordColumns: [0, 6, 7],
    keyOf: ({ feed }) => feed,
    row: feedHealthRow,
    rest: (state) => [state.feeds],
    lines: (state) => {
      const lines = feedHealthLines(state.feeds, domainClockUs(state));
      const sick = lines.filter(({ tone }) => tone !== '').length;
      return {
        lines: lines.slice(0, FEEDS_SHOWN_MAX),
        left: Math.max(0, lines.length - FEEDS_SHOWN_MAX),
        aside: `${sick === 0 ? 'all well' : `${sick} not well`} · ${lines.length} in all`,
        tone: lines[0]?.tone ?? '',
      };
    },
  });
}

function feedHealthRow({ feed }: FeedHealthLine): Row<FeedHealthLine> {
  const name = nameCell();
  const figures = Array.from({ length: 5 }, numberCell);
  const dropped = wordCell();
  const note = el('span', { class: 'dim' });
  const problems = problemList();
  const element = el(
    'tr',
    { testId: 'feed-health-row', attributes: { 'data-feed': feed } },
    name,
    ...figures,
    dropped,
    el('td', { class: 'words now' }, problems.element, note),
  );
  return {
    element,
    update: (line) => {
      setClass(element, line.tone === 'bad' ? 'stale' : '');
      setText(name, line.name);
      setTitle(name, feed);
      const texts = [line.age, line.limit, line.lag, line.gaps, line.reorg];
      texts.forEach((text, i) => setText(figures[i]!, text));
      setText(dropped, line.dropped);
      problems.update(line.problems);
      setText(note, line.note);
      setHidden(note, line.note === '');
    },
  };
}
