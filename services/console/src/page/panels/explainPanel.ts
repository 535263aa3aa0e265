import type { Explanation, Mark, PageState } from '../data/pageState.js';
import { button, el } from '../dom/el.js';
import { COMPONENT_NAMES } from '../format/names.js';
import { formatHealth, formatNumber } from '../format/numbers.js';
import { formatClock, microsOf } from '../format/times.js';
import type { ExplainAnswer } from '../wire/apiAnswers.js';
import type { PageActions } from './actions.js';
import { markExplanation } from './markExplanation.js';
import type { Panel } from './panel.js';

type Term = ExplainAnswer['terms'][number];
type Input = Term['inputs'][number];

/** Where a number comes from: formula, terms, inputs with their records, and the cut; or all that is known of a mark. */
export function explainPanel(actions: PageActions): Panel {
  const content = el('div', { class: 'explain-content', attributes: { 'aria-live': 'polite' } });
  const close = button(
    {
      class: 'close',
      testId: 'explain-close',
      title: 'Close (Esc)',
      attributes: { 'aria-label': 'Close the explanation' },
      onClick: () => actions.closeExplanation(),
    },
    '×',
  );
  const element = el(
    'aside',
    {
      class: 'explain',
      testId: 'explain-panel',
      attributes: { 'aria-label': 'Explanation of a number', tabindex: '-1' },
    },
    close,
    content,
  );
  element.hidden = true;
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') actions.closeExplanation();
  });
  let drawn: Explanation | Mark | undefined;
  return {
    element,
    render: ({ explanation, explainedMark }: PageState) => {
      const now = explanation ?? explainedMark;
      if (now === drawn) return;
      const isNew = now !== undefined && askedOf(now) !== askedOf(drawn);
      drawn = now;
      element.hidden = now === undefined;
      content.replaceChildren(...(now === undefined ? [] : 'asked' in now ? contentOf(now) : markExplanation(now)));
      if (isNew) element.focus({ preventScroll: true });
    },
  };
}

/** What was clicked: an answer that comes later is about the same. */
function askedOf(drawn: Explanation | Mark | undefined): unknown {
  return drawn !== undefined && 'asked' in drawn ? drawn.asked : drawn;
}

function contentOf({ asked, sequence, answer, failure }: Explanation): Node[] {
  const { component, account, asset } = asked;
  const where = [account, asset].filter((part) => part !== '').join(' · ') || 'whole portfolio';
  const head = [
    el('h2', {}, COMPONENT_NAMES[component] ?? component),
    el('p', { class: 'explain-where' }, `${where} · exposure ${sequence}`),
  ];
  if (failure !== '') return [...head, el('p', { class: 'problem', testId: 'explain-problem' }, failure)];
  if (answer === undefined) return [...head, el('p', { class: 'empty' }, 'Asking for the inputs…')];
  return [
    ...head,
    el(
      'p',
      { class: 'explain-value', testId: 'explain-value' },
      precise(answer.value, component),
      el('span', { class: 'unit' }, answer.unit),
    ),
    el('h3', {}, 'Formula'),
    el('p', { class: 'formula', testId: 'explain-formula' }, answer.formula),
    el('h3', {}, answer.terms.length === 1 ? '1 term' : `${answer.terms.length} terms`),
    ...termsOf(answer),
    el('h3', {}, 'Cut'),
    ...cutOf(answer),
  ];
}

/** Long sums open closed, but for their first term. */
const TERMS_OPEN_MAX = 3;

function termsOf({ terms, component }: ExplainAnswer): Node[] {
  const largest = Math.max(...terms.map(({ value }) => Math.abs(value ?? 0)), Number.MIN_VALUE);
  return terms.map((term, i) => {
    const bar = el('span', { class: (term.value ?? 0) < 0 ? 'term-bar negative' : 'term-bar' });
    bar.style.width = `${((100 * Math.abs(term.value ?? 0)) / largest).toFixed(1)}%`;
    const summary = el(
      'summary',
      {},
      el('span', { class: 'term-label' }, term.label),
      el('span', { class: 'term-value' }, precise(term.value, component)),
      el('span', { class: 'term-track' }, bar),
    );
    const element = el('details', { class: 'term', testId: 'explain-term' }, summary, inputsOf(term.inputs));
    element.open = i === 0 || terms.length <= TERMS_OPEN_MAX;
    return element;
  });
}

function inputsOf(inputs: readonly Input[]): HTMLElement {
  if (inputs.length === 0) return el('p', { class: 'empty' }, 'Rounding alone.');
  return el('ul', { class: 'inputs' }, ...inputs.map(inputRow));
}

function inputRow({ name, value, unit, source, sourceType, assumed }: Input): HTMLElement {
  const type = sourceType.split('.').at(-1) ?? '';
  const place = source === undefined ? '' : `${source.topic}/${source.partition}@${source.offset}`;
  return el(
    'li',
    { testId: 'explain-input' },
    el('span', { class: 'input-name' }, name, assumed && el('span', { class: 'chip' }, 'assumed')),
    el('span', { class: 'input-value' }, value, el('span', { class: 'unit' }, unit)),
    place === ''
      ? el('span', { class: 'input-source' }, 'from the terms beside it')
      : el('span', { class: 'input-source', title: sourceType }, `${place} ${type}`),
  );
}

function cutOf({ cut, position }: ExplainAnswer): Node[] {
  if (cut === undefined) return [];
  const facts: readonly (readonly [string, string])[] = [
    ['step', `${cut.step} at ${formatClock(microsOf(cut.timeUs))} UTC`],
    ['ruleset', cut.ruleset],
    ['fold', cut.foldVersion],
    ['recorded at', position === undefined ? '' : `${position.topic}/${position.partition}@${position.offset}`],
  ];
  const places = cut.positions.map(({ topic, partition, offset }) => `${topic}/${partition}@${offset}`);
  return [
    el('dl', { class: 'cut' }, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el(
      'details',
      { class: 'cut-positions' },
      el('summary', {}, `${places.length} stream positions`),
      el('p', {}, places.join('  ')),
    ),
  ];
}

/** As many digits as help: a health to its ninth, dollars to their cents, what is smaller by its power of ten. */
function precise(value: number | null, component: string): string {
  if (value !== null && value !== 0 && Math.abs(value) < 5e-7) return value.toExponential(2).replaceAll('-', '\u2212');
  if (component === 'health_factor')
    return value !== null && value < 100 ? formatNumber(value, 9) : formatHealth(value);
  return formatNumber(value, value !== null && Math.abs(value) < 1 ? 6 : 2);
}
