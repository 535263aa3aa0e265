import { el } from '../dom/el.js';
import { accountsPanel } from './accountsPanel.js';
import { chainsPanel } from './chainsPanel.js';
import { feedHealthPanel } from './feedHealthPanel.js';
import { nothingWatched } from './nothingWatched.js';
import { orderFlowPanel } from './orderFlowPanel.js';
import type { Panel } from './panel.js';
import { positionBreaksPanel } from './positionBreaksPanel.js';
import { protocolHealthPanel } from './protocolHealthPanel.js';
import { transitPanel } from './transitPanel.js';

/** Health of feeds, and what is watched on chains and at venues, with its own styles. */
export function watchedSection(): Panel {
  const styles = el('link', { attributes: { rel: 'stylesheet', href: '/styles/watched.css' } });
  const [health, nothing] = [feedHealthPanel(), nothingWatched()];
  const onChains = [chainsPanel(), protocolHealthPanel(), orderFlowPanel()];
  const held = [positionBreaksPanel(), transitPanel(), accountsPanel()];
  const column = (name: string, panels: readonly Panel[]): HTMLElement =>
    el('div', { class: `column ${name}` }, ...panels.map(({ element }) => element));
  const element = el(
    'section',
    { class: 'watched', attributes: { 'aria-label': 'Feeds, chains, and what is watched on them' } },
    styles,
    column('all', [health]),
    column('chains', onChains),
    column('held', held),
    nothing.element,
  );
  const all = [health, ...onChains, ...held, nothing];
  return { element, render: (state) => all.forEach((panel) => panel.render(state)) };
}
