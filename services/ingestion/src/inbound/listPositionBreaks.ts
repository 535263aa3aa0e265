import type {
  ListPositionBreaksRequest,
  ListPositionBreaksResponse,
  PositionBreak,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { StageHost } from '@gimbal/projection';
import type { PositionBreakRow } from '../domain/accounts/accountRows.js';
import type { IngestionState } from '../domain/ingestionState.js';

/** Where facts and observed state differ: open ones first, each in order of what they are about. */
export function listPositionBreaks(
  { state, status }: StageHost<IngestionState>,
  { accountId, withClosed }: ListPositionBreaksRequest,
): ListPositionBreaksResponse {
  const rows = [...state.accounts.breaks.entries()]
    .filter(([, { found }]) => accountId === '' || found.accountId === accountId)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
  const open = rows.filter(({ closed }) => closed === undefined);
  const over = withClosed ? rows.filter(({ closed }) => closed !== undefined) : [];
  return { step: BigInt(status.step.number), breaks: [...open, ...over].map(breakOf) };
}

function breakOf({ found, closed }: PositionBreakRow): PositionBreak {
  const { accountId, place, instrumentId, source, byFacts, observed, difference } = found;
  return {
    accountId,
    place,
    instrumentId,
    source,
    byFacts,
    observed,
    difference,
    foundAtUs: found.observedAtUs,
    closedAtUs: closed?.atUs ?? 0n,
    closedBy: closed?.cause ?? '',
  };
}
