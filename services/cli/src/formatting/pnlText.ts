import type { PnlExplained, PnlIncidentOpened } from '@gimbal/contracts/risk/v1/exposure_events';
import { usd } from './figures.js';
import { moment } from './moments.js';
import { isSomething, residualShare, termsShown } from './pnlTerms.js';
import { table } from './table.js';

/** One explanation: its terms, then its legs. `what` says in words which period it is, where the times don't. */
export function explainedText(explained: PnlExplained, what = ''): string {
  const { portfolioId, fromTimeUs, toTimeUs, startValueUsd, endValueUsd, flowsUsd, pnlUsd, terms, lines } = explained;
  const legs = lines.map((line) => [line.accountId, line.legId, usd(line.pnlUsd, 2), usd(line.residualUsd, 2)]);
  const named = what === '' ? '' : `, ${what}`;
  return [
    `${portfolioId} from ${moment(fromTimeUs)} to ${moment(toTimeUs)} UTC${named}: ${usd(pnlUsd, 2)}`,
    `From ${usd(startValueUsd, 2)} to ${usd(endValueUsd, 2)}, of which ${usd(flowsUsd, 2)} were moved in.`,
    ...receivableLines(explained),
    '',
    table([
      ...termsShown([explained]).map(({ term, name }) => [name, usd(terms?.[term] ?? 0, 2)]),
      ['residual', usd(explained.residualUsd, 2)],
    ]),
    `The residual is ${residualShare(explained)} of gross ${usd(explained.grossUsd)}.`,
    ...slippageLines(explained),
    '',
    table([['account', 'leg', 'P&L', 'residual'], ...legs], [0, 1]),
    ...explained.unvalued.map(({ instrumentId, reason }) => `${instrumentId}: ${reason}`),
  ].join('\n');
}

/** Why the value isn't the one that the exposure shows. */
function receivableLines({ startReceivablesUsd, endReceivablesUsd, endValueUsd }: PnlExplained): string[] {
  if (!isSomething(startReceivablesUsd) && !isSomething(endReceivablesUsd)) return [];
  return [
    `${usd(endValueUsd, 2)}, of which ${usd(endReceivablesUsd, 2)} of funding and fees accrued, not in the exposure's value; ${usd(startReceivablesUsd, 2)} at the start.`,
  ];
}

/** A book that is being set up trades a lot: what is a trade here and what is a flow. */
function slippageLines({ terms }: PnlExplained): string[] {
  if (!isSomething(terms?.slippageUsd ?? 0)) return [];
  return [
    'slippage: trades of the period against the marks of their step. What is booked at a price of zero is moved in.',
  ];
}

export function incidentText({ incidentId, residualUsd, residualBoundUsd, suspects }: PnlIncidentOpened): string {
  const named = suspects.map(
    ({ accountId, legId, worstTimeUs, worstStepResidualUsd }) =>
      `${legId} in ${accountId} at ${moment(worstTimeUs)} (${usd(worstStepResidualUsd, 2)})`,
  );
  return `Incident ${incidentId}: residual ${usd(residualUsd, 2)}, bound ${usd(residualBoundUsd, 2)}. ${named.join('; ')}`;
}
