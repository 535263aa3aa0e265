import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setHidden, setText, setTitle } from '../dom/update.js';
import { feedName } from '../format/names.js';
import { formatUsd, NO_NUMBER } from '../format/numbers.js';
import { type Panel, panelFrame, table } from './panel.js';

type Flatten = NonNullable<NonNullable<PageState['exposure']>['exposure']>['liquidity'][number];

/** What it costs to bring each asset's delta to zero, now and with half the depth. */
export function flattenPanel(): Panel {
  const { element, body } = panelFrame('flatten', 'Cost to flatten');
  const { element: grid, rows } = table(
    'Cost to flatten',
    ['Asset', 'Delta USD', 'Now', 'Half depth', 'Depth of'],
    [0, 4],
  );
  const empty = el('p', { class: 'empty' }, 'There is no delta to flatten.');
  const update = keyedRows<Flatten>(rows, ({ asset }) => asset, flattenRow);
  body.append(grid, empty);
  return {
    element,
    render: ({ exposure }) => {
      const costs = exposure?.exposure?.liquidity ?? [];
      update(costs);
      setHidden(empty, costs.length > 0);
      setHidden(grid, costs.length === 0);
    },
  };
}

function flattenRow(): Row<Flatten> {
  const asset = el('th', { attributes: { scope: 'row' } });
  const [delta, now, half] = [
    el('td', { class: 'number dim' }),
    el('td', { class: 'number' }),
    el('td', { class: 'number' }),
  ];
  const from = el('td', { class: 'flatten-from dim' });
  const element = el('tr', { testId: 'flatten-row' }, asset, delta, now, half, from);
  return {
    element,
    update: ({ asset: name, deltaUsd, costUsd, costHalfDepthUsd, depthFeed, unavailableReason }) => {
      const isKnown = unavailableReason === '';
      setText(asset, name);
      setText(delta, formatUsd(deltaUsd));
      setText(now, isKnown ? formatUsd(costUsd) : NO_NUMBER);
      setText(half, isKnown ? formatUsd(costHalfDepthUsd) : NO_NUMBER);
      setText(from, isKnown ? feedName(depthFeed) : unavailableReason);
      setTitle(from, isKnown ? depthFeed : unavailableReason);
    },
  };
}
