import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText, setTitle } from '../dom/update.js';
import { formatUsd } from '../format/numbers.js';
import { formatClock } from '../format/times.js';
import { type ExecutionLine, executionLine } from './executionWords.js';
import { type Panel, panelFrame } from './panel.js';

interface ShownLine extends ExecutionLine {
  readonly key: string;
}

/** Fills and decisions as execution said them, the newest first. */
export function fillsPanel(): Panel {
  const { element, body, aside } = panelFrame('fills', 'Fills and decisions');
  const list = el('ol', { class: 'log', attributes: { 'aria-label': 'Fills and decisions' } });
  const empty = el('p', { class: 'empty' }, 'Nothing has been filled.');
  const update = keyedRows<ShownLine>(
    list,
    ({ key }) => key,
    ({ kind }) => logRow(kind === 'fill' ? 'fill-row' : 'log-row'),
  );
  body.append(list, empty);
  let drawn: PageState['executionLog'] | undefined;
  return {
    element,
    render: ({ executionLog }) => {
      if (drawn === executionLog) return;
      drawn = executionLog;
      update(shownLines(executionLog).reverse());
      setHidden(empty, executionLog.length > 0);
      const fills = executionLog.flatMap(({ event }) => (event?.$case === 'orderFilled' ? [event.value] : []));
      const costUsd = fills.reduce((sum, { cost }) => sum + (cost?.totalUsd ?? 0), 0);
      setText(
        aside,
        fills.length === 0
          ? ''
          : `${fills.length} ${fills.length === 1 ? 'fill' : 'fills'} · cost ${formatUsd(costUsd, 2)}`,
      );
    },
  };
}

/** An event without a time of its own stands at the time of the one before it. */
function shownLines(log: PageState['executionLog']): ShownLine[] {
  let lastUs = 0;
  return log.flatMap((entry) => {
    const line = executionLine(entry);
    if (line === undefined) return [];
    lastUs = Math.max(lastUs, line.timeUs);
    const { partition, offset } = entry.position ?? { partition: 0, offset: '' };
    return [{ ...line, timeUs: lastUs, key: `${partition}@${offset}` }];
  });
}

function logRow(testId: string): Row<ShownLine> {
  const time = el('time');
  const kind = el('span', { class: 'kind' });
  const words = el('span', { class: 'log-words' });
  const detail = el('span', { class: 'log-detail' });
  const element = el('li', { testId }, time, kind, words, detail);
  return {
    element,
    update: (line) => {
      setClass(element, line.kind);
      setText(time, line.timeUs === 0 ? '' : formatClock(line.timeUs));
      setText(kind, line.kind);
      setClass(kind, `kind ${line.kind}`);
      setText(words, line.words);
      setTitle(words, line.words);
      setText(detail, line.detail);
    },
  };
}
