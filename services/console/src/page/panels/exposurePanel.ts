import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { keyedRows, type Row } from '../dom/keyedRows.js';
import { setText, setTitle } from '../dom/update.js';
import { instrumentName } from '../format/names.js';
import { formatNumber, formatUsd, type MaybeNumber } from '../format/numbers.js';
import type { ExposureAnswer } from '../wire/apiAnswers.js';
import type { PageActions } from './actions.js';
import { numberButton } from './numberButton.js';
import { type Panel, panelFrame, table } from './panel.js';

type Line = ExposureAnswer['byAsset'][number];
type Vector = NonNullable<Line['exposure']>;

interface Column {
  readonly heading: string;
  readonly component: string;
  readonly text: (vector: Vector) => string;
  readonly value: (vector: Vector) => MaybeNumber;
}

function usdColumn(heading: string, component: string, field: keyof Vector): Column {
  return { heading, component, text: (vector) => formatUsd(vector[field]), value: (vector) => vector[field] };
}

const COLUMNS: readonly Column[] = [
  usdColumn('Value', 'value_usd', 'valueUsd'),
  usdColumn('Delta USD', 'delta_usd', 'deltaUsd'),
  usdColumn('Gamma/1 %', 'gamma_usd_per_1pct', 'gammaUsdPer1pct'),
  usdColumn('Vega/pt', 'vega_usd_per_vol_point', 'vegaUsdPerVolPoint'),
  usdColumn('Theta/d', 'theta_usd_per_day', 'thetaUsdPerDay'),
  usdColumn('Carry/d', 'carry_usd_per_day', 'carryUsdPerDay'),
];

/** The exposure by asset and by account, and its total. */
export function exposurePanel(actions: PageActions): Panel {
  const { element, body, aside } = panelFrame('exposure', 'Exposure');
  const headings = COLUMNS.map(({ heading }) => heading);
  const assets = table('Exposure by asset', ['Asset', 'Delta', ...headings]);
  // Units of different assets don't add up.
  const accounts = table('Exposure by account', ['Account', '', ...headings]);
  const unvalued = el('div', { class: 'unvalued', testId: 'unvalued' });
  const assetRows = keyedRows<Line>(
    assets.rows,
    ({ asset }) => asset,
    ({ asset }) => lineRow({ account: '', asset }, 'asset-row'),
  );
  const accountRows = keyedRows<Line>(
    accounts.rows,
    ({ accountId }) => accountId,
    ({ accountId }) => lineRow({ account: accountId, asset: '' }, 'account-row'),
  );
  const total = totalRow();
  accounts.element.append(el('tfoot', {}, total.element));
  body.append(assets.element, accounts.element, unvalued);

  return {
    element,
    render: (state) => {
      const { exposure } = state;
      setText(aside, cutText(state));
      assetRows(exposure?.byAsset ?? []);
      accountRows(exposure?.byAccount ?? []);
      if (exposure !== undefined) total.update(exposure);
      renderUnvalued(unvalued, state);
    },
  };

  function lineRow(part: { readonly account: string; readonly asset: string }, testId: string): Row<Line> {
    const units = el('td', { class: 'number dim' });
    const cells = COLUMNS.map((column) => numberButton(actions, { component: column.component, ...part }));
    const label = el('th', { attributes: { scope: 'row' } });
    const row = el('tr', { testId }, label, units, ...cells.map((cell) => el('td', { class: 'number' }, cell.element)));
    return {
      element: row,
      update: (line) => {
        setText(label, part.asset || part.account);
        setTitle(label, line.instrumentIds.map(instrumentName).join(', '));
        setText(
          units,
          part.asset === '' ? '' : formatNumber(line.deltaUnits, Math.abs(line.deltaUnits ?? 0) < 10_000 ? 2 : 0),
        );
        const vector = line.exposure;
        if (vector !== undefined)
          COLUMNS.forEach((column, i) => cells[i]!.update(column.text(vector), column.value(vector)));
      },
    };
  }

  function totalRow(): Row<ExposureAnswer> {
    const cells = COLUMNS.map((column) =>
      numberButton(actions, { component: column.component, account: '', asset: '' }),
    );
    const note = el('span', { class: 'total-note', testId: 'total-note' });
    const row = el(
      'tr',
      { testId: 'total-row' },
      el('th', { attributes: { scope: 'row', colspan: '2' } }, 'Total', note),
      ...cells.map((cell) => el('td', { class: 'number' }, cell.element)),
    );
    return {
      element: row,
      update: ({ exposure, byAsset }) => {
        const vector = exposure?.total;
        if (vector === undefined) return;
        COLUMNS.forEach((column, i) => cells[i]!.update(column.text(vector), column.value(vector)));
        setText(note, leavesCashOut(vector, byAsset) ? 'cash is not in the total delta' : '');
      },
    };
  }
}

/** The total delta is what a move of the market changes: dollar coins have lines, and are left out of it. */
function leavesCashOut(total: Vector, byAsset: readonly Line[]): boolean {
  const ofLines = byAsset.reduce((sum, { exposure }) => sum + (exposure?.deltaUsd ?? 0), 0);
  return Math.abs(ofLines - (total.deltaUsd ?? 0)) >= 1;
}

function cutText({ exposure }: PageState): string {
  const said = exposure?.exposure;
  return said === undefined
    ? ''
    : `sequence ${said.sequence} · ${said.official ? 'official' : 'indicative'} · step ${said.cut?.step ?? '?'}`;
}

function renderUnvalued(element: HTMLElement, { exposure }: PageState): void {
  const unvalued = exposure?.exposure?.unvalued ?? [];
  element.hidden = unvalued.length === 0;
  const words = unvalued.map(
    ({ instrumentId, accountId, code, reason, valueKept }) =>
      `${instrumentName(instrumentId) || accountId} ${code.toUpperCase()}: ${reason}${valueKept ? keptText(code) : ' Not valued: it is not in the totals.'}`,
  );
  setText(element, words.join(' · '));
  setTitle(element, words.join('\n'));
}

/** What is said of a position, not of its price, leaves the value as it is. */
function keptText(code: string): string {
  switch (code) {
    case 'position_break':
    case 'transfer_arrived_unsent':
    case 'missing_entry_price':
      return ' Counted as observed.';
    case 'observed_and_booked':
      return ' Counted as booked.';
    default:
      return ' Valued at its last price.';
  }
}
