import { domainClockUs } from '../data/pageState.js';
import { el } from '../dom/el.js';
import type { Row } from '../dom/keyedRows.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { type ChainLine, chainLines } from '../watched/chainLines.js';
import { linesPanel, nameCell, numberCell, wordCell } from './linesPanel.js';
import type { Panel } from './panel.js';
import { problemList } from './problemList.js';

const HEADINGS = ['Chain', 'Head', 'Age', 'Final', 'Not final', 'Last reorganisation', 'Undone', 'Now'];

/** The chains that are followed: heads, finality, reorganisations, and nodes that are set aside. */
export function chainsPanel(): Panel {
  return linesPanel<ChainLine>({
    id: 'chains',
    title: 'Chains',
    headings: HEADINGS,
    wordColumns: [0, 5, 6, 7],
    keyOf: ({ chain }) => chain,
    row: chainRow,
    rest: (state) => [state.watched, state.feeds],
    lines: (state) => {
      const chains = state.watched?.chains ?? { lines: [], inAll: 0 };
      const lines = chainLines(chains.lines, state.feeds, domainClockUs(state));
      const sick = lines.filter(({ tone }) => tone !== '').length;
      return {
        lines,
        left: chains.inAll - lines.length,
        aside: sick === 0 ? '' : `${sick} not well`,
        tone: lines.some(({ tone }) => tone === 'bad') ? 'bad' : 'warn',
      };
    },
  });
}

function chainRow(): Row<ChainLine> {
  const name = nameCell();
  const problems = problemList();
  const [head, age, finalized, unfinal] = [numberCell(), numberCell(), numberCell(), numberCell()];
  const [reorg, undone] = [wordCell(), wordCell()];
  const element = el(
    'tr',
    { testId: 'chain-row' },
    name,
    head,
    age,
    finalized,
    unfinal,
    reorg,
    undone,
    el('td', { class: 'words now' }, problems.element),
  );
  return {
    element,
    update: (line) => {
      setClass(element, line.tone === 'bad' ? 'stale' : '');
      setText(name, line.name);
      problems.update(line.problems);
      setText(head, line.head);
      setTitle(head, line.headHash);
      setText(age, line.age);
      setText(finalized, line.finalized);
      setText(unfinal, line.unfinal);
      setText(reorg, line.lastReorg);
      setText(undone, line.undone);
    },
  };
}
