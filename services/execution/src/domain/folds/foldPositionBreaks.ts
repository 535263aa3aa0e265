import { isEvent } from '@gimbal/contracts';
import { PositionBreakClosed, PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { InboundEvent } from '@gimbal/projection';
import type { ExecutionState, PositionBreakRow } from '../executionState.js';
import { lendingAccountId } from '../rowKeys.js';

/** Breaks of positions, until they close. One that is found again with another difference replaces itself. */
export function foldPositionBreaks({ positionBreaks }: ExecutionState, event: InboundEvent): void {
  if (!isEvent(event, PositionBreakFound) && !isEvent(event, PositionBreakClosed)) return;
  const { accountId, place, instrumentId, source } = event.value;
  const name = lendingAccountId(event.tenant ?? '', accountId);
  const isOther = (row: PositionBreakRow): boolean =>
    row.place !== place || row.instrumentId !== instrumentId || row.source !== source;
  const others = (positionBreaks.get(name) ?? []).filter(isOther);
  if (isEvent(event, PositionBreakFound)) {
    positionBreaks.set(name, [...others, { place, instrumentId, source, difference: event.value.difference }]);
  } else if (others.length === 0) {
    positionBreaks.delete(name);
  } else {
    positionBreaks.set(name, others);
  }
}
