import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setClass, setHidden, setText } from '../dom/update.js';
import { formatUsd } from '../format/numbers.js';
import { formatDay, formatMinute } from '../format/times.js';
import { type PnlToday, pnlToday } from '../risk/pnlToday.js';
import { type Panel, panelFrame, table } from './panel.js';

interface PnlRow {
  readonly name: string;
  readonly usd: number;
  readonly note: string;
  readonly tone: '' | 'bad';
}

/** Why the book's value changed today, with what is left unexplained; hidden until risk has said something of it. */
export function pnlPanel(): Panel {
  const { element, body, aside } = panelFrame('pnl', 'P&L today');
  const { element: grid, rows } = table('P&L today', ['Term', 'USD', ''], [0, 2]);
  const incidents = el('p', { class: 'pnl-incidents', testId: 'pnl-incidents' });
  const update = keyedRows<PnlRow>(rows, ({ name }) => name, pnlRow);
  body.append(grid, incidents);
  let drawn: PageState['pnl'] | undefined;
  return {
    element,
    render: ({ pnl, pnlIncidents }) => {
      if (drawn !== pnl) {
        drawn = pnl;
        const today = pnlToday(pnl);
        setHidden(element, today === undefined);
        update(today === undefined ? [] : rowsOf(today));
        setText(aside, today === undefined ? '' : spanWords(today));
      }
      const incident = pnlIncidents.at(-1);
      setHidden(incidents, incident === undefined);
      if (incident !== undefined) setText(incidents, incidentWords(incident));
    },
  };
}

function rowsOf({ pnlUsd, flowsUsd, terms, residualUsd, residualBoundUsd }: PnlToday): PnlRow[] {
  const row = (name: string, usd: number, note = '', tone: PnlRow['tone'] = ''): PnlRow => ({ name, usd, note, tone });
  const isBeyond = Math.abs(residualUsd) > residualBoundUsd;
  return [
    row('P&L', pnlUsd, flowsUsd === 0 ? '' : `beside ${formatUsd(flowsUsd)} of flows`),
    ...terms.map(({ name, usd }) => row(name, usd)),
    row('Residual', residualUsd, `bound (1 % of gross) ±${formatUsd(residualBoundUsd)}`, isBeyond ? 'bad' : ''),
  ];
}

function spanWords({ fromUs, toUs, unvalued }: PnlToday): string {
  const left = unvalued === 0 ? '' : ` · ${unvalued} not valued`;
  return `${formatDay(fromUs)}, ${formatMinute(fromUs)} to ${formatMinute(toUs)}${left}`;
}

function incidentWords({ period, residualUsd, residualBoundUsd, suspects }: PageState['pnlIncidents'][number]): string {
  const first = suspects[0];
  const suspect = first === undefined ? '' : ` Most of it is of ${first.legId} in ${first.accountId}.`;
  return `Expected a residual of the ${period} within ${formatUsd(residualBoundUsd)}, was ${formatUsd(residualUsd)}.${suspect}`;
}

function pnlRow(): Row<PnlRow> {
  const name = el('th', { attributes: { scope: 'row' } });
  const usd = el('td', { class: 'number' });
  const note = el('td', { class: 'dim' });
  const element = el('tr', { testId: 'pnl-row' }, name, usd, note);
  return {
    element,
    update: (row) => {
      setText(name, row.name);
      setText(usd, formatUsd(row.usd));
      setText(note, row.note);
      setClass(element, row.tone);
    },
  };
}
