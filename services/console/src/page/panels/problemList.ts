import { el } from '../dom/el.js';
import { keyedRows } from '../dom/keyedRows.js';
import { setClass, setHidden, setText } from '../dom/update.js';
import type { FeedProblem } from '../watched/feedHealthLines.js';

/** What is wrong, a line each: the reason and since when, and what was expected and found. */
export function problemList(): { readonly element: HTMLElement; update(problems: readonly FeedProblem[]): void } {
  const element = el('ul', { class: 'problem-list' });
  const update = keyedRows<FeedProblem>(
    element,
    ({ words }) => words,
    () => {
      const words = el('span');
      const detail = el('span', { class: 'problem-detail' });
      return {
        element: el('li', { testId: 'problem' }, words, ' ', detail),
        update: (problem) => {
          setText(words, problem.words);
          setClass(words, problem.tone);
          setText(detail, problem.detail);
        },
      };
    },
  );
  return {
    element,
    update: (problems) => {
      update(problems);
      setHidden(element, problems.length === 0);
    },
  };
}
