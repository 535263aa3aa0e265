import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setHidden, setText } from '../dom/update.js';
import { formatUsd } from '../format/numbers.js';
import { type Panel, panelFrame, table } from './panel.js';

type TenorVega = NonNullable<NonNullable<PageState['exposure']>['exposure']>['vegaByTenor'][number];

/** Vega by asset and tenor; hidden while the book has none. */
export function tenorVegaPanel(): Panel {
  const { element, body } = panelFrame('tenor-vega', 'Vega by tenor');
  const { element: grid, rows } = table('Vega by tenor', ['Asset', 'Expires within', 'USD per vol point']);
  const update = keyedRows<TenorVega>(rows, ({ asset, daysMax }) => `${asset} ${daysMax}`, tenorRow);
  body.append(grid);
  return {
    element,
    render: ({ exposure }) => {
      const tenors = exposure?.exposure?.vegaByTenor ?? [];
      update(tenors);
      setHidden(element, tenors.length === 0);
    },
  };
}

function tenorRow(): Row<TenorVega> {
  const asset = el('th', { attributes: { scope: 'row' } });
  const [tenor, vega] = [el('td', { class: 'number dim' }), el('td', { class: 'number' })];
  return {
    element: el('tr', { testId: 'tenor-row' }, asset, tenor, vega),
    update: ({ asset: name, daysMax, vegaUsdPerVolPoint }) => {
      setText(asset, name);
      setText(tenor, `${daysMax} d`);
      setText(vega, formatUsd(vegaUsdPerVolPoint));
    },
  };
}
