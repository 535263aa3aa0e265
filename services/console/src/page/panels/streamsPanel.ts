import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { formatCount, formatNumber } from '../format/numbers.js';
import { type TopicLag, topicLags } from '../data/streamLags.js';
import { SERVICE_NAMES, type ServiceName } from '../wire/serviceNames.js';
import { type Panel, panelFrame, table } from './panel.js';

const HEADINGS: Readonly<Record<ServiceName, string>> = {
  ingestion: 'Ing',
  pricing: 'Pri',
  risk: 'Risk',
  governance: 'Gov',
  execution: 'Exec',
};
/** Seals follow the end of each step, one a partition: so many records behind is no lag. */
const LAG_RECORDS_QUIET = 16;

/** Each stream's head, and how many records behind it each of its readers stands. */
export function streamsPanel(): Panel {
  const { element, body } = panelFrame('streams', 'Streams: head, and records behind it');
  const { element: grid, rows } = table('Streams', ['Topic', 'Head', ...SERVICE_NAMES.map((name) => HEADINGS[name])]);
  const update = keyedRows<TopicLag>(rows, ({ topic }) => topic, topicRow);
  body.append(grid);
  return { element, render: ({ statuses }) => update(topicLags(statuses)) };
}

function topicRow({ topic }: TopicLag): Row<TopicLag> {
  const head = el('td', { class: 'number' });
  const cells = SERVICE_NAMES.map(() => el('td', { class: 'number' }));
  const element = el('tr', { testId: 'stream-row' }, el('th', { attributes: { scope: 'row' } }, topic), head, ...cells);
  return {
    element,
    update: ({ headOffset, lagRecords, nextOffset }) => {
      setText(head, formatNumber(headOffset));
      SERVICE_NAMES.forEach((service, i) => {
        const lag = lagRecords[service];
        const cell = cells[i]!;
        setText(cell, lag === undefined ? '' : formatCount(lag));
        setClass(cell, lag === undefined ? '' : lag > LAG_RECORDS_QUIET ? 'number warn' : 'number dim');
        setTitle(
          cell,
          lag === undefined
            ? ''
            : `${service} stands at ${formatNumber(nextOffset[service])} of ${formatNumber(headOffset)}`,
        );
      });
    },
  };
}
