import { el } from '../dom/el.js';
import { setHidden } from '../dom/update.js';
import type { Panel } from './panel.js';

/** In one line that nothing but feeds is watched; hidden when something is, and until that is known. */
export function nothingWatched(): Panel {
  const words = 'No chain, account, lending reserve or order flow is watched here.';
  const element = el('p', { class: 'nothing-watched', testId: 'nothing-watched' }, words);
  setHidden(element, true);
  return {
    element,
    render: ({ watched }) => {
      const isNothing = watched !== undefined && Object.values(watched).every(({ inAll }) => inAll === 0);
      setHidden(element, !isNothing);
    },
  };
}
