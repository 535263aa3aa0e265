import { event, isEvent } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { Observed } from '../../decoded.js';
import { flatPosition } from '../../venues/venuePositions.js';
import type { CompleteList } from '../../venues/venueSession.js';
import { type AccountRows, positionKey } from '../accountRows.js';

/**
 * The positions that were said of a holder before, on whichever connection, and that its whole list doesn't name: they are
 * flat. What was said later than the list stays.
 */
export function positionsGone(
  rows: Pick<AccountRows, 'positions'>,
  observations: readonly Observed[],
  lists: readonly CompleteList[],
): readonly Observed[] {
  const complete = lists.filter((list) => list.of === 'positions');
  if (complete.length === 0) return [];
  const listed = new Set<string>();
  for (const { event: said } of observations) {
    if (isEvent(said, AccountPositionObserved)) listed.add(positionKey(said.value));
  }
  const gone: [string, Observed][] = [];
  for (const [key, held] of rows.positions.entries()) {
    if (listed.has(key) || held.blockHash !== '') continue;
    const { accountId, place, source, instrumentId } = held;
    const holder = complete.find((of) => of.accountId === accountId && of.place === place && of.source === source);
    if (holder === undefined || held.observedAtUs > holder.observedAtUs) continue;
    const { cause, observedAtUs } = holder;
    const flat = flatPosition(place, accountId, source, instrumentId, cause, observedAtUs);
    gone.push([key, { topic: 'account', key: accountId, event: event(AccountPositionObserved, flat), observedAtUs }]);
  }
  return gone.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, observed]) => observed);
}
