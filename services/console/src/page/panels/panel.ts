import { el } from '../dom/el.js';
import type { PageState } from '../data/pageState.js';

/** A part of the page. `render` is called after changes, and touches only what differs. */
export interface Panel {
  readonly element: HTMLElement;
  render(state: PageState): void;
}

export interface PanelFrame {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  /** At the right of the title. */
  readonly aside: HTMLElement;
}

/** A titled section; its heading names it for a screen reader. */
export function panelFrame(id: string, title: string): PanelFrame {
  const aside = el('div', { class: 'panel-aside' });
  const head = el('header', { class: 'panel-head' }, el('h2', { id: `${id}-title` }, title), aside);
  const body = el('div', { class: 'panel-body' });
  const element = el(
    'section',
    { class: `panel ${id}`, testId: `${id}-panel`, attributes: { 'aria-labelledby': `${id}-title` } },
    head,
    body,
  );
  return { element, body, aside };
}

/** A table with a header row; numbers stand at the right, and words at the left. */
export function table(
  label: string,
  headings: readonly string[],
  wordColumns: readonly number[] = [0],
): { element: HTMLElement; rows: HTMLElement } {
  const rows = el('tbody');
  const cells = headings.map((heading, i) =>
    el('th', { class: wordColumns.includes(i) ? '' : 'number', attributes: { scope: 'col' } }, heading),
  );
  const element = el('table', { attributes: { 'aria-label': label } }, el('thead', {}, el('tr', {}, ...cells)), rows);
  return { element, rows };
}
