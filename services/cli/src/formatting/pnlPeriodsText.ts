import type { PnlExplained } from '@gimbal/contracts/risk/v1/exposure_events';
import { figure } from './figures.js';
import { moment } from './moments.js';
import { type PnlTermName, residualShare, termsShown } from './pnlTerms.js';
import { table } from './table.js';

/** A terminal has that many columns, or its rows are folded and can't be read. */
const WIDTH_MAX = 120;

/**
 * One period a row, those that are not over behind the others. Terms that are nothing in all of them are left out; where
 * the row would be too wide, the smallest terms are one column, and the line below says which.
 */
export function periodsText(periods: readonly PnlExplained[], open: readonly PnlExplained[]): string {
  const all = [...periods, ...open];
  const shown = termsShown(all);
  const bySize = shown.toSorted((a, b) => sizeOf(all, b) - sizeOf(all, a));
  for (let kept = shown.length; ; kept--) {
    const others = new Set(bySize.slice(kept));
    const text = rowsText(all, periods.length, shown, others);
    if (kept > 0 && text.indexOf('\n') > WIDTH_MAX) continue;
    return `${text}\n${legend(shown, others)}`;
  }
}

function rowsText(
  all: readonly PnlExplained[],
  closed: number,
  shown: readonly PnlTermName[],
  others: ReadonlySet<PnlTermName>,
): string {
  const own = shown.filter((term) => !others.has(term));
  const head = [
    'from',
    'to',
    'P&L',
    ...own.map(({ short }) => short),
    ...(others.size === 0 ? [] : ['others']),
    'residual',
    'of gross',
  ];
  const rows = all.map((period, at) => {
    const valueOf = ({ term }: PnlTermName): number => period.terms?.[term] ?? 0;
    const rest = [...others].reduce((sum, term) => sum + valueOf(term), 0);
    return [
      moment(period.fromTimeUs).slice(0, -3),
      endOf(period, at >= closed),
      figure(period.pnlUsd),
      ...own.map((term) => figure(valueOf(term))),
      ...(others.size === 0 ? [] : [figure(rest)]),
      figure(period.residualUsd, 2),
      residualShare(period),
    ];
  });
  return table([head, ...rows], [0, 1]);
}

/** The time of day, with the date where it is another one than that of the beginning. */
function endOf({ fromTimeUs, toTimeUs }: PnlExplained, isOpen: boolean): string {
  const [from, to] = [moment(fromTimeUs), moment(toTimeUs)];
  const shown = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11, -3) : to.slice(5, -3);
  return isOpen ? `${shown} so far` : shown;
}

function legend(shown: readonly PnlTermName[], others: ReadonlySet<PnlTermName>): string {
  const shortened = shown
    .filter((term) => !others.has(term) && term.short !== term.name)
    .map(({ short, name }) => `${short} is ${name}`);
  const summed = shown.filter((term) => others.has(term)).map(({ name }) => name);
  const rest = summed.length === 0 ? '' : ` others: ${summed.join(', ')}; --json has each.`;
  return `UTC, in USD${shortened.map((words) => `; ${words}`).join('')}.${rest}`;
}

function sizeOf(periods: readonly PnlExplained[], { term }: PnlTermName): number {
  return periods.reduce((sum, { terms }) => sum + Math.abs(terms?.[term] ?? 0), 0);
}
