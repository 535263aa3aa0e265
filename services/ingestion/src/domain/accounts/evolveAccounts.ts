import { type Event, isEvent } from '@gimbal/contracts';
import {
  AccountPositionObserved,
  BridgeTransferObserved,
  PositionBreakClosed,
  PositionBreakFound,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { type AccountRows, positionKey, transferKey } from './accountRows.js';

/** Folds what was said of accounts, on chains and at venues alike. Total. */
export function evolveAccounts(rows: AccountRows, said: Event): void {
  if (isEvent(said, AccountPositionObserved)) withPosition(rows, said.value);
  else if (isEvent(said, PositionBreakFound)) {
    rows.breaks.set(positionKey(said.value), { found: said.value, closed: undefined });
  } else if (isEvent(said, PositionBreakClosed)) withClosed(rows, said.value);
  else if (isEvent(said, BridgeTransferObserved)) {
    const { accountId, bridge, transferId } = said.value;
    rows.transfers.set(transferKey(accountId, bridge, transferId), said.value);
  }
}

/** A position that ended is not kept: accounts open new ones for ever. */
function withPosition(rows: AccountRows, position: AccountPositionObserved): void {
  const isNothing = !/[1-9]/.test(position.quantity) && position.owed.length === 0;
  if (isNothing) rows.positions.delete(positionKey(position));
  else rows.positions.set(positionKey(position), position);
}

function withClosed(rows: AccountRows, closed: PositionBreakClosed): void {
  const held = rows.breaks.get(positionKey(closed));
  if (held === undefined) return;
  const { observedAtUs, byFacts, cause } = closed;
  rows.breaks.set(positionKey(closed), { found: held.found, closed: { atUs: observedAtUs, byFacts, cause } });
}
