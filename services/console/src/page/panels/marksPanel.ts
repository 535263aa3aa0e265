import type { Mark, PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { instrumentName } from '../format/names.js';
import { formatNumber, formatPercent, formatUsd } from '../format/numbers.js';
import { formatAge } from '../format/times.js';
import { type Panel, panelFrame, table } from './panel.js';

/** The marks that everything rests on. */
export function marksPanel(): Panel {
  const { element, body } = panelFrame('marks', 'Marks');
  const { element: grid, rows } = table('Marks', ['Instrument', 'Price', 'Delta', 'Source', 'Trust', 'Age', '']);
  const update = keyedRows<Mark>(rows, ({ instrumentId }) => instrumentId, markRow);
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

function markRow({ instrumentId }: Mark): Row<Mark> {
  const name = el('th', { attributes: { scope: 'row' } }, instrumentName(instrumentId));
  const [price, delta, source, trust, age] = [
    el('td', { class: 'number' }),
    el('td', { class: 'number dim' }),
    el('td', { class: 'dim' }),
    el('td', { class: 'number dim' }),
    el('td', { class: 'number dim' }),
  ];
  const flag = el('td', { class: 'flag' });
  const element = el('tr', { testId: 'mark-row' }, name, price, delta, source, trust, age, flag);
  return {
    element,
    update: (mark) => {
      setText(price, formatUsd(mark.priceUsd, 2));
      setText(delta, formatNumber(mark.delta, 3));
      setText(source, kindOf(mark.markSource));
      setText(trust, formatPercent(mark.confidence, 0));
      setText(age, formatAge((mark.ageMs ?? 0) * 1000));
      setText(flag, mark.failureCode.toUpperCase());
      setClass(flag, mark.failureCode === '' ? 'flag' : 'flag bad');
      setClass(element, mark.failureCode === '' ? '' : 'stale');
      const parts = [instrumentId, mark.source, mark.markSource, aloneOf(mark), mark.failureReason];
      setTitle(element, [...parts, ...(mark.refusedSources ?? [])].filter((part) => part !== '').join('\n'));
    },
  };
}

/** `flat_vol:assumed:vol:ETH` as `flat vol`; the whole stands in the title. */
function kindOf(markSource: string): string {
  return (markSource.split(':')[0] ?? '').replaceAll('_', ' ');
}

function aloneOf({ agreeing }: Mark): string {
  return agreeing === 1 ? 'One source alone' : '';
}
