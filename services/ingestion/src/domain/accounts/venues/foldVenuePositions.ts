import { type Event, isEvent } from '@gimbal/contracts';
import {
  AccountPositionObserved,
  PositionBreakClosed,
  PositionBreakFound,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { TradeSide, VenueFillObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { addDecimal, compareDecimal, decimalOf, formatDecimal, negDecimal, parseDecimal } from '@gimbal/money';
import { FILLS_WAITING_MAX } from '../../../limits.js';
import { instrumentExpiryUs } from './instrumentExpiryUs.js';
import { positionByFills } from './positionByFills.js';
import { saysFills } from './saysFills.js';
import {
  type SignedFill,
  venuePositionKey,
  type VenuePositionRow,
  type VenuePositionRows,
} from './venuePositionRows.js';

/**
 * Folds fills and positions of accounts at venues, each once by its identity, in whatever order they come. What rests on a
 * block is no venue's. Total: an amount that is no decimal changes nothing.
 */
export function foldVenuePositions(rows: VenuePositionRows, said: Event & { readonly timeUs: bigint }): void {
  if (isEvent(said, VenueFillObserved)) withFill(rows, said.value, said.timeUs);
  else if (isEvent(said, AccountPositionObserved)) withPosition(rows, said.value, said.timeUs);
  else if (isEvent(said, PositionBreakFound)) {
    const { source, difference } = said.value;
    withBreak(rows, said.value, { source, difference });
  } else if (isEvent(said, PositionBreakClosed)) withBreak(rows, said.value, undefined);
}

function withFill(rows: VenuePositionRows, fill: VenueFillObserved, learntAtUs: bigint): void {
  const { accountId, venue: place, instrumentId, side, size, observedAtUs: atUs, tradeId } = fill;
  const parsed = parseDecimal(size);
  if (!parsed.ok || side === TradeSide.TRADE_SIDE_UNSPECIFIED || !saysFills(place)) return;
  const held = rows.reconciled.get(venuePositionKey({ accountId, place, instrumentId }));
  const expiryUs = held === undefined ? instrumentExpiryUs(instrumentId) : undefined;
  // A venue's history has fills of what expired long ago, whose position nobody says any more.
  if (expiryUs !== undefined && expiryUs <= learntAtUs) return;
  const row = held ?? emptyRow(accountId, place, instrumentId);
  const quantity = formatDecimal(side === TradeSide.TRADE_SIDE_SELL ? negDecimal(parsed.value) : parsed.value);
  const signed = { quantity, atUs };
  if (row.opening === undefined) {
    const waiting = [...row.waiting, signed].slice(-FILLS_WAITING_MAX);
    return setRow(rows, { ...row, waiting });
  }
  if (atUs <= row.opening.atUs) return;
  setRow(rows, { ...withSigned(row, signed), changedAtUs: learntAtUs, cause: `fill/${tradeId}` });
}

function withPosition(rows: VenuePositionRows, position: AccountPositionObserved, learntAtUs: bigint): void {
  const { accountId, place, instrumentId, quantity, source, cause, observedAtUs: atUs } = position;
  if (position.blockHash !== '' || !saysFills(place) || !parseDecimal(quantity).ok) return;
  const said = { quantity, atUs };
  const row = rows.reconciled.get(venuePositionKey(position)) ?? emptyRow(accountId, place, instrumentId);
  if (row.observed !== undefined && atUs < row.observed.atUs) return;
  if (row.opening === undefined || row.observed === undefined) {
    const opened = { ...row, source, opening: said, waiting: [], observed: said, changedAtUs: learntAtUs, cause };
    const counted = row.waiting.filter((fill) => fill.atUs > atUs).reduce<VenuePositionRow>(withSigned, opened);
    return setRow(rows, counted, isGoneAtExpiry(position));
  }
  const severalSources = row.severalSources || source !== row.source;
  const isSame = compareDecimal(decimalOf(quantity), decimalOf(row.observed.quantity)) === 0;
  const changed = isSame ? {} : { changedAtUs: learntAtUs };
  setRow(rows, { ...row, ...changed, severalSources, observed: said, cause }, isGoneAtExpiry(position));
}

/** An expired option or future is settled in cash: its position goes without a fill. */
function isGoneAtExpiry({ instrumentId, quantity, observedAtUs }: AccountPositionObserved): boolean {
  const expiryUs = isZero(quantity) ? instrumentExpiryUs(instrumentId) : undefined;
  return expiryUs !== undefined && observedAtUs >= expiryUs;
}

function withBreak(
  rows: VenuePositionRows,
  name: { readonly accountId: string; readonly place: string; readonly instrumentId: string },
  open: VenuePositionRow['open'],
): void {
  const row = rows.reconciled.get(venuePositionKey(name));
  if (row !== undefined) setRow(rows, { ...row, open }, row.expired);
}

function withSigned(row: VenuePositionRow, { quantity, atUs }: SignedFill): VenuePositionRow {
  const fills = formatDecimal(addDecimal(decimalOf(row.fills), decimalOf(quantity)));
  return { ...row, fills, newestFillUs: atUs > row.newestFillUs ? atUs : row.newestFillUs };
}

function setRow(rows: VenuePositionRows, row: VenuePositionRow, expired = row.expired): void {
  const key = venuePositionKey(row);
  if (expired && row.open === undefined) {
    rows.reconciled.delete(key);
    rows.unsettled.delete(key);
    return;
  }
  rows.reconciled.set(key, { ...row, expired });
  const differs = (positionByFills(row)?.difference ?? '0') !== '0';
  if (differs || row.open !== undefined) rows.unsettled.set(key, true);
  else rows.unsettled.delete(key);
}

function emptyRow(accountId: string, place: string, instrumentId: string): VenuePositionRow {
  return {
    accountId,
    place,
    instrumentId,
    source: '',
    severalSources: false,
    opening: undefined,
    waiting: [],
    fills: '0',
    newestFillUs: 0n,
    observed: undefined,
    changedAtUs: 0n,
    cause: '',
    open: undefined,
    expired: false,
  };
}

function isZero(quantity: string): boolean {
  return !/[1-9]/.test(quantity);
}
