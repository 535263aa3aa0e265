import { button, el } from '../dom/el.js';
import { setAttribute, setHidden, setText, setTitle } from '../dom/update.js';
import type { Panel } from './panel.js';

/** What is assumed because no record of it exists, and what can't be had at the moment. */
export function noticePanel(): Panel {
  const words = el('span', { class: 'notice-words', testId: 'assumptions' });
  const toggle = button({ class: 'link', attributes: { 'aria-expanded': 'false' }, onClick: () => unfold() });
  const notice = el('div', { class: 'notice' }, el('span', { class: 'chip' }, 'Assumed'), words, toggle);
  const problemWords = el('span', { class: 'notice-words' });
  const problems = el(
    'div',
    { class: 'notice problems', testId: 'problems', attributes: { role: 'status' } },
    el('span', { class: 'chip bad' }, 'Missing'),
    problemWords,
  );
  const element = el('div', { class: 'notices' }, notice, problems);
  let count = 0;
  const nameToggle = (): void => setText(toggle, notice.classList.contains('whole') ? 'Fewer' : `All ${count}`);
  const unfold = (): void => {
    setAttribute(toggle, 'aria-expanded', String(notice.classList.toggle('whole')));
    nameToggle();
  };
  return {
    element,
    render: (state) => {
      const assumptions = state.replay?.assumptions ?? [];
      setText(words, assumptions.join('  '));
      setTitle(words, assumptions.join('\n'));
      count = assumptions.length;
      nameToggle();
      setHidden(notice, assumptions.length === 0);
      const down = [...state.downSources.values()].map(
        ({ stream, service, message }) => `${service} ${stream}: ${message || 'the stream has ended'}`,
      );
      const missing = [...[...state.problems].map(([what, why]) => `${what}: ${why}`), ...down];
      setText(problemWords, missing.join('  '));
      setTitle(problemWords, missing.join('\n'));
      setHidden(problems, missing.length === 0);
    },
  };
}
