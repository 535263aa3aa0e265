import type { ListPnlResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { periodsText } from './pnlPeriodsText.js';
import { explainedText, incidentText } from './pnlText.js';

/** A period a row and the incidents; where none is over yet, all about the one that is open, so far. */
export function listedText(portfolioId: string, { periods, openPeriods, incidents }: ListPnlResponse): string {
  if (periods.length > 0) return [periodsText(periods, openPeriods), ...incidents.map(incidentText)].join('\n');
  const [open] = openPeriods;
  return open === undefined
    ? `Expected two exposures of ${portfolioId} to explain what changed between them, there are none yet.`
    : explainedText(open, `the ${open.period} so far`);
}
