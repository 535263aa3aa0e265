import { event } from '@gimbal/contracts';
import { PositionBreakClosed, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import { FILL_GRACE_US } from '../../../limits.js';
import type { StepLedger } from '../../stepLedger.js';
import { positionByFills } from './positionByFills.js';
import type { VenuePositionRow } from './venuePositionRows.js';

/**
 * Holds the fills of watched accounts against the positions that their venues say, where they differ or did. A difference
 * is said with its amount once it outlasted the grace, and again when it is another; the position stays as the venue says.
 */
export function reconcileVenues(ledger: StepLedger): void {
  const { reconciled, unsettled } = ledger.now.venuePositions;
  for (const key of [...unsettled.entries()].map(([name]) => name).sort()) {
    const row = reconciled.get(key);
    if (row === undefined) continue;
    const closedBy = row.open === undefined ? undefined : closingCause(row);
    if (closedBy !== undefined) close(ledger, row, closedBy);
    else if (isDue(row, ledger.step.timeUs)) find(ledger, row);
  }
}

/** Why an open break is none any more; undefined while it is one. */
function closingCause(row: VenuePositionRow): string | undefined {
  if (row.expired) return 'expiry';
  return positionByFills(row)?.difference === '0' ? row.cause : undefined;
}

/**
 * Fills and positions come over channels that are not ordered to each other. A position older than the newest fill doesn't
 * have that fill yet, and after either changed the other one may be under way for the length of the grace: unless each
 * position of that time differed by the same.
 */
function isDue(row: VenuePositionRow, nowUs: bigint): boolean {
  const { observed, newestFillUs, changedAtUs, expired, steady } = row;
  if (expired || observed === undefined || observed.atUs < newestFillUs) return false;
  if (nowUs >= changedAtUs + FILL_GRACE_US) return true;
  if (steady === undefined || nowUs < steady.sinceUs + FILL_GRACE_US) return false;
  return positionByFills(row)?.difference === steady.difference;
}

function find(ledger: StepLedger, row: VenuePositionRow): void {
  const { accountId, place, instrumentId, source, observed, open } = row;
  const amounts = positionByFills(row);
  if (amounts === undefined || observed === undefined || open === amounts.difference) return;
  const name = { accountId, place, instrumentId, source };
  const found = { ...name, ...amounts, number: 0n, blockHash: '', observedAtUs: observed.atUs };
  ledger.say('account', accountId, event(PositionBreakFound, found));
}

function close(ledger: StepLedger, row: VenuePositionRow, cause: string): void {
  const { accountId, place, instrumentId, source } = row;
  const name = { accountId, place, instrumentId, source };
  const byFacts = positionByFills(row)?.byFacts ?? '0';
  const closed = { ...name, byFacts, cause, observedAtUs: ledger.step.timeUs };
  ledger.say('account', accountId, event(PositionBreakClosed, closed));
}
