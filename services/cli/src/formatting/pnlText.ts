import type { PnlExplained, PnlIncidentOpened, PnlTerms } from '@gimbal/contracts/risk/v1/exposure_events';
import { percent, usd } from './figures.js';
import { moment } from './moments.js';
import { table } from './table.js';

/** What each term is called, in the order of the columns. */
const TERMS: readonly (readonly [keyof PnlTerms, string])[] = [
  ['deltaUsd', 'delta'],
  ['gammaUsd', 'gamma'],
  ['vegaUsd', 'vega'],
  ['thetaUsd', 'theta'],
  ['higherOrdersUsd', 'higher'],
  ['basisUsd', 'basis'],
  ['fundingUsd', 'funding'],
  ['interestUsd', 'interest'],
  ['lpFeesUsd', 'lp fees'],
  ['impermanentLossUsd', 'il'],
  ['lvrUsd', 'lvr'],
  ['slippageUsd', 'slippage'],
  ['tradingFeesUsd', 'fees'],
  ['gasUsd', 'gas'],
  ['liquidationUsd', 'liquidation'],
  ['correctionsUsd', 'corrections'],
];

/** One period a row; terms that are nothing in all of them are left out. */
export function periodsText(periods: readonly PnlExplained[]): string {
  const shown = TERMS.filter(([term]) => periods.some(({ terms }) => isSomething(terms?.[term] ?? 0)));
  const head = ['from', 'to', 'P&L', ...shown.map(([, name]) => name), 'residual', 'of gross'];
  const rows = periods.map((period) => [
    moment(period.fromTimeUs),
    moment(period.toTimeUs),
    usd(period.pnlUsd),
    ...shown.map(([term]) => usd(period.terms?.[term] ?? 0)),
    usd(period.residualUsd, 2),
    shareOf(period),
  ]);
  return table([head, ...rows], [0, 1]);
}

/** One explanation: its terms, then its legs. */
export function explainedText(explained: PnlExplained): string {
  const { portfolioId, fromTimeUs, toTimeUs, startValueUsd, endValueUsd, flowsUsd, pnlUsd, terms, lines } = explained;
  const shown = TERMS.filter(([term]) => isSomething(terms?.[term] ?? 0));
  const legs = lines.map((line) => [line.accountId, line.legId, usd(line.pnlUsd, 2), usd(line.residualUsd, 2)]);
  return [
    `${portfolioId} from ${moment(fromTimeUs)} to ${moment(toTimeUs)} UTC: ${usd(pnlUsd, 2)}`,
    `From ${usd(startValueUsd, 2)} to ${usd(endValueUsd, 2)}, of which ${usd(flowsUsd, 2)} were moved in.`,
    '',
    table([
      ...shown.map(([term, name]) => [name, usd(terms?.[term] ?? 0, 2)]),
      ['residual', usd(explained.residualUsd, 2)],
    ]),
    `The residual is ${shareOf(explained)} of gross ${usd(explained.grossUsd)}.`,
    '',
    table([['account', 'leg', 'P&L', 'residual'], ...legs], [0, 1]),
    ...explained.unvalued.map(({ instrumentId, reason }) => `${instrumentId}: ${reason}`),
  ].join('\n');
}

export function incidentText({ incidentId, residualUsd, residualBoundUsd, suspects }: PnlIncidentOpened): string {
  const named = suspects.map(
    ({ accountId, legId, worstTimeUs, worstStepResidualUsd }) =>
      `${legId} in ${accountId} at ${moment(worstTimeUs)} (${usd(worstStepResidualUsd, 2)})`,
  );
  return `Incident ${incidentId}: residual ${usd(residualUsd, 2)}, bound ${usd(residualBoundUsd, 2)}. ${named.join('; ')}`;
}

function shareOf({ residualUsd, grossUsd }: PnlExplained): string {
  return percent(grossUsd === 0 ? 0 : Math.abs(residualUsd) / grossUsd);
}

function isSomething(valueUsd: number): boolean {
  return Math.abs(valueUsd) >= 0.005;
}
