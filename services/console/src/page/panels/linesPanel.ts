import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText } from '../dom/update.js';
import type { Tone } from '../watched/feedHealthLines.js';
import { type Panel, panelFrame, table } from './panel.js';

export interface Lines<Line> {
  readonly lines: readonly Line[];
  /** What the list says that isn't in `lines`. */
  readonly left: number;
  readonly aside: string;
  readonly tone: Tone;
}

export interface LinesPanel<Line> {
  readonly id: string;
  readonly title: string;
  readonly headings: readonly string[];
  /** Columns of words; the others are numbers. */
  readonly wordColumns: readonly number[];
  readonly keyOf: (line: Line) => string;
  readonly row: (line: Line) => Row<Line>;
  /** The slices of the state that the lines are made of: while none has changed, nothing is drawn. */
  readonly rest: (state: PageState) => readonly unknown[];
  readonly lines: (state: PageState) => Lines<Line>;
}

/** A table of what is watched of one kind; hidden while nothing is. */
export function linesPanel<Line>(described: LinesPanel<Line>): Panel {
  const { id, title, headings, wordColumns, keyOf, row } = described;
  const { element, body, aside } = panelFrame(id, title);
  const { element: grid, rows } = table(title, headings, wordColumns);
  const more = el('p', { class: 'empty' });
  const update = keyedRows<Line>(rows, keyOf, row);
  body.append(grid, more);
  setHidden(element, true);
  let drawn: readonly unknown[] = [];
  return {
    element,
    render: (state) => {
      const rest = described.rest(state);
      if (drawn.length > 0 && rest.every((slice, i) => slice === drawn[i])) return;
      drawn = rest;
      const shown = described.lines(state);
      update(shown.lines);
      setHidden(element, shown.lines.length === 0);
      setText(aside, shown.aside);
      setClass(aside, `panel-aside ${shown.tone}`.trimEnd());
      setText(more, `${shown.left} more`);
      setHidden(more, shown.left === 0);
    },
  };
}

/** A cell of figures, and one of words. */
export function numberCell(): HTMLTableCellElement {
  return el('td', { class: 'number' });
}

export function wordCell(): HTMLTableCellElement {
  return el('td', { class: 'words' });
}

export function nameCell(...children: readonly HTMLElement[]): HTMLTableCellElement {
  return el('th', { attributes: { scope: 'row' } }, ...children);
}
