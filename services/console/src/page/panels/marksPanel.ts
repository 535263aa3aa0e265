import type { Mark, PageState } from '../data/pageState.js';
import { button, el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText, setTitle } from '../dom/update.js';
import { sourceIsAssumed, sourceKind } from '../format/markSource.js';
import { instrumentName } from '../format/names.js';
import { formatNumber, formatPercent, formatUsd } from '../format/numbers.js';
import { formatAge } from '../format/times.js';
import type { PageActions } from './actions.js';
import { type Panel, panelFrame, table } from './panel.js';

const HEADINGS = ['Instrument', 'Price', 'Delta', 'Source', 'Trust', 'Age', 'From'];
/** Source and From are words. */
const WORD_COLUMNS = [0, 3, 6];

/** The marks that everything rests on. A name opens all that is known of its mark. */
export function marksPanel(actions: PageActions): Panel {
  const { element, body } = panelFrame('marks', 'Marks');
  const { element: grid, rows } = table('Marks', HEADINGS, WORD_COLUMNS);
  const update = keyedRows<Mark>(
    rows,
    ({ instrumentId }) => instrumentId,
    (mark) => markRow(mark, actions),
  );
  body.append(grid);
  let drawn: PageState['marks'] | undefined;
  return {
    element,
    render: ({ marks }) => {
      if (drawn === marks) return;
      drawn = marks;
      update([...marks.values()]);
    },
  };
}

function markRow(first: Mark, actions: PageActions): Row<Mark> {
  let shown = first;
  const open = button(
    { class: 'num mark-open', testId: 'mark-open', onClick: () => actions.explainMark(shown, open) },
    instrumentName(first.instrumentId),
  );
  // Beside the name, since the name stays in sight when a narrow page scrolls sideways.
  const flag = el('span', { class: 'flag bad' });
  const name = el('th', { attributes: { scope: 'row' } }, el('div', { class: 'mark-name' }, open, flag));
  const [price, delta, trust, age] = [
    el('td', { class: 'number' }),
    el('td', { class: 'number dim mark-delta' }),
    el('td', { class: 'number dim' }),
    el('td', { class: 'number dim' }),
  ];
  const kind = el('span');
  const assumed = el('span', { class: 'flag' }, 'assumed');
  const source = el('td', { class: 'mark-source dim' }, kind, assumed);
  const from = el('td', { class: 'mark-from dim' });
  const element = el('tr', { testId: 'mark-row' }, name, price, delta, source, trust, age, from);
  return {
    element,
    update: (mark) => {
      shown = mark;
      setText(price, formatUsd(mark.priceUsd, 2));
      setText(delta, formatNumber(mark.delta, 3));
      setText(kind, sourceKind(mark.markSource));
      setHidden(assumed, !sourceIsAssumed(mark.markSource));
      setText(trust, formatPercent(mark.confidence, 0));
      setText(age, formatAge((mark.ageMs ?? 0) * 1000));
      setText(flag, mark.failureCode.toUpperCase());
      setHidden(flag, mark.failureCode === '');
      setText(from, fromWords(mark));
      setClass(element, mark.failureCode === '' ? '' : 'stale');
      const parts = [mark.instrumentId, mark.source, mark.markSource, aloneOf(mark), mark.failureReason];
      setTitle(element, [...parts, ...(mark.refusedSources ?? [])].filter((part) => part !== '').join('\n'));
    },
  };
}

/** What is wrong goes before what is right. */
function fromWords({ failureReason, refusedSources, source }: Mark): string {
  const refused = refusedSources?.length ? `Refused: ${refusedSources.join(' ')}` : '';
  return [failureReason, refused, source].find((words) => words !== '') ?? '';
}

function aloneOf({ agreeing }: Mark): string {
  return agreeing === 1 ? 'One source alone' : '';
}
