import type { PositionBreak } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { moment } from './moments.js';
import { table } from './table.js';

const HEAD = ['account', 'place', 'instrument', 'by facts', 'observed', 'difference', 'found', 'closed'] as const;
const TEXT = [0, 1, 2, 6, 7];

/** One line a break, in the order of the answer: open ones first. */
export function positionBreaksText(breaks: readonly PositionBreak[]): string {
  if (breaks.length === 0) return 'No break is open.';
  return table([HEAD, ...breaks.map(rowOf)], TEXT);
}

function rowOf(found: PositionBreak): readonly string[] {
  const { accountId, place, instrumentId, byFacts, observed, difference, foundAtUs, closedAtUs, closedBy } = found;
  const closed = closedAtUs === 0n ? 'open' : `${moment(closedAtUs)}, ${closedBy}`;
  return [accountId, place, instrumentId, byFacts, observed, difference, moment(foundAtUs), closed];
}
