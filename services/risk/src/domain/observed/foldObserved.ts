import { isEvent } from '@gimbal/contracts';
import {
  AccountPositionObserved,
  BridgeTransferObserved,
  PositionBreakClosed,
  PositionBreakFound,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { VenueBalanceObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isZeroDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { InboundEvent } from '@gimbal/projection';
import type { FactRef } from '../riskState.js';
import { type ObservedAccountRow, observedKey, type ObservedPositionRow, type ObservedRows } from './observedRows.js';
import { foldObservedFill } from './observedFills.js';
import { openTransfer } from './openTransfer.js';
import { readObserved } from './readObserved.js';
import { foldToldOrder } from './toldFills.js';

const NOTHING: ObservedAccountRow = { tenant: undefined, positionKeys: [], transfers: [], breaks: [] };

/**
 * What is said of watched accounts into their rows. A statement replaces what was said of the same before, whatever its
 * time: what a reorganisation leaves is said anew, and stands for being said later. Total.
 */
export function foldObserved(rows: ObservedRows, event: InboundEvent, source: FactRef): boolean {
  foldToldOrder(rows, event);
  foldObservedFill(rows, event);
  if (isEvent(event, AccountPositionObserved)) foldPosition(rows, event, event.value, source);
  else if (isEvent(event, VenueBalanceObserved)) foldBalance(rows, event, event.value, source);
  else if (isEvent(event, BridgeTransferObserved)) foldTransfer(rows, event, source);
  else if (isEvent(event, PositionBreakFound)) foldBreak(rows, event, event.value, event.value);
  else if (isEvent(event, PositionBreakClosed)) foldBreak(rows, event, event.value, undefined);
  else return false;
  return true;
}

function foldPosition(rows: ObservedRows, event: InboundEvent, said: AccountPositionObserved, fact: FactRef): void {
  const key = observedKey(said);
  const held = rows.observedPositions.get(key);
  const row = positionRow(said, held, fact);
  const isNothing = isZeroDecimal(row.quantity) && row.owed.length === 0 && row.unreadable === '';
  if (isNothing) rows.observedPositions.delete(key);
  else rows.observedPositions.set(key, row);
  amend(rows, event, said.accountId, ({ positionKeys }) => {
    if (isNothing) return { positionKeys: positionKeys.filter((each) => each !== key) };
    return held === undefined ? { positionKeys: [...positionKeys, key] } : {};
  });
}

function positionRow(
  said: AccountPositionObserved,
  held: ObservedPositionRow | undefined,
  fact: FactRef,
): ObservedPositionRow {
  const { place, instrumentId, source, number, blockHash, observedAtUs } = said;
  const named = { place, onChain: blockHash !== '', instrumentId, source, number, blockHash, observedAtUs, fact };
  const read = readObserved(said);
  if (read.ok) {
    const unitDecimals = read.value.unitDecimals ?? held?.unitDecimals;
    return { ...named, ...read.value, unitDecimals, unreadable: '' };
  }
  const before = held ?? { quantity: ZERO_DECIMAL, unitDecimals: undefined, entryPrice: undefined, owed: [] };
  const { quantity, unitDecimals, entryPrice, owed } = before;
  return { ...named, quantity, unitDecimals, entryPrice, owed, unreadable: read.reason };
}

/** A balance that names its sub-account takes the place of the one that was said without before events had it. */
function foldBalance(rows: ObservedRows, event: InboundEvent, said: VenueBalanceObserved, fact: FactRef): void {
  if (said.source !== '') {
    const unnamed = balanceAsPosition({ ...said, source: '' });
    const key = observedKey(unnamed);
    if (rows.observedPositions.get(key) !== undefined) foldPosition(rows, event, { ...unnamed, quantity: '0' }, fact);
  }
  foldPosition(rows, event, balanceAsPosition(said), fact);
}

/** A coin at a venue, free or in use, is a holding as any other. */
function balanceAsPosition(said: VenueBalanceObserved): AccountPositionObserved {
  const { accountId, venue, asset, total, cause, source, observedAtUs } = said;
  return AccountPositionObserved.fromPartial({
    accountId,
    place: venue,
    instrumentId: `spot:${asset}`,
    quantity: total,
    source: source === '' ? 'balance' : `balance/${source}`,
    cause,
    observedAtUs,
  });
}

function foldTransfer(rows: ObservedRows, event: InboundEvent<BridgeTransferObserved>, fact: FactRef): void {
  const { accountId, bridge, transferId } = event.value;
  const open = openTransfer(event.value, fact);
  amend(rows, event, accountId, ({ transfers }) => {
    const others = transfers.filter((each) => each.bridge !== bridge || each.transferId !== transferId);
    return { transfers: open === undefined ? others : [...others, open] };
  });
}

function foldBreak(
  rows: ObservedRows,
  event: InboundEvent,
  of: PositionBreakFound | PositionBreakClosed,
  found: PositionBreakFound | undefined,
): void {
  const key = observedKey(of);
  amend(rows, event, of.accountId, ({ breaks }) => {
    const others = breaks.filter((each) => observedKey(each) !== key);
    return { breaks: found === undefined ? others : [...others, found] };
  });
}

function amend(
  { observedAccounts }: ObservedRows,
  { tenant }: InboundEvent,
  accountId: string,
  change: (row: ObservedAccountRow) => Partial<ObservedAccountRow>,
): void {
  const held = observedAccounts.get(accountId) ?? NOTHING;
  const row = { ...held, ...change(held), tenant: tenant ?? held.tenant };
  const isNothing = row.positionKeys.length === 0 && row.transfers.length === 0 && row.breaks.length === 0;
  if (isNothing) observedAccounts.delete(accountId);
  else observedAccounts.set(accountId, row);
}
