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
  type HeldName,
  heldKey,
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
    withBreak(rows, said.value, said.value.difference);
  } else if (isEvent(said, PositionBreakClosed)) withBreak(rows, said.value, undefined);
}

function withFill(rows: VenuePositionRows, fill: VenueFillObserved, learntAtUs: bigint): void {
  const { accountId, venue: place, instrumentId, side, size, observedAtUs: atUs, tradeId } = fill;
  const parsed = parseDecimal(size);
  if (!parsed.ok || side === TradeSide.TRADE_SIDE_UNSPECIFIED || !saysFills(place)) return;
  const name = { accountId, place, instrumentId };
  const sources = rows.sources.get(heldKey(name)) ?? [];
  // Events were said without a sub-account once.
  if (fill.source === '' && sources.length > 1) return beginAnew(rows, name, sources);
  const source = fill.source === '' ? (sources[0] ?? '') : fill.source;
  const held = rows.reconciled.get(venuePositionKey({ ...name, source }));
  const expiryUs = held === undefined ? instrumentExpiryUs(instrumentId) : undefined;
  // A venue's history has fills of what expired long ago, whose position nobody says any more.
  if (expiryUs !== undefined && expiryUs <= learntAtUs) return;
  const row = held ?? emptyRow(accountId, place, instrumentId, source);
  const quantity = formatDecimal(side === TradeSide.TRADE_SIDE_SELL ? negDecimal(parsed.value) : parsed.value);
  const signed = { quantity, atUs };
  if (row.opening === undefined) {
    const waiting = [...row.waiting, signed].slice(-FILLS_WAITING_MAX);
    return setRow(rows, { ...row, waiting });
  }
  if (atUs <= row.opening.atUs) return;
  const filled = { ...withSigned(row, signed), changedAtUs: learntAtUs, cause: `fill/${tradeId}` };
  // A late one changes by how much the last position differed; a newer one says nothing of that.
  const isLate = row.observed !== undefined && atUs <= row.observed.atUs;
  setRow(rows, isLate ? withSteady(filled, learntAtUs) : filled);
}

function withPosition(rows: VenuePositionRows, position: AccountPositionObserved, learntAtUs: bigint): void {
  const { accountId, place, instrumentId, source, quantity, cause, observedAtUs: atUs } = position;
  if (position.blockHash !== '' || !saysFills(place) || !parseDecimal(quantity).ok) return;
  const said = { quantity, atUs };
  const held = rows.reconciled.get(venuePositionKey(position)) ?? emptyRow(accountId, place, instrumentId, source);
  const row = held.opening === undefined ? firstRow(rows, held) : held;
  if (row.observed !== undefined && atUs < row.observed.atUs) return;
  if (row.opening === undefined || row.observed === undefined) {
    const opened = { ...row, opening: said, waiting: [], observed: said, changedAtUs: learntAtUs, cause };
    const counted = row.waiting.filter((fill) => fill.atUs > atUs).reduce<VenuePositionRow>(withSigned, opened);
    return setRow(rows, counted, isGoneAtExpiry(position));
  }
  const isSame = compareDecimal(decimalOf(quantity), decimalOf(row.observed.quantity)) === 0;
  const changed = isSame ? {} : { changedAtUs: learntAtUs };
  setRow(rows, withSteady({ ...row, ...changed, observed: said, cause }, learntAtUs), isGoneAtExpiry(position));
}

/** While an account trades its sum and its positions never stand still, and what is missing still is the same from one to the next. */
function withSteady(row: VenuePositionRow, learntAtUs: bigint): VenuePositionRow {
  const difference = positionByFills(row)?.difference ?? '0';
  if (difference === '0') return { ...row, steady: undefined };
  return row.steady?.difference === difference ? row : { ...row, steady: { difference, sinceUs: learntAtUs } };
}

/**
 * The row of a sub-account that is heard of first. What was said before of fills without a sub-account is that of the first
 * one that holds the instrument.
 */
function firstRow(rows: VenuePositionRows, row: VenuePositionRow): VenuePositionRow {
  const known = rows.sources.get(heldKey(row)) ?? [];
  if (!known.includes(row.source)) rows.sources.set(heldKey(row), [...known, row.source]);
  const unnamed = rows.reconciled.get(venuePositionKey({ ...row, source: '' }));
  if (known.length > 0 || row.source === '' || unnamed === undefined) return row;
  rows.reconciled.delete(venuePositionKey(unnamed));
  return { ...row, waiting: [...unnamed.waiting, ...row.waiting].slice(-FILLS_WAITING_MAX) };
}

/** A fill of one of several sub-accounts, and of which isn't said: what any of them holds begins anew with its next position. */
function beginAnew(rows: VenuePositionRows, name: HeldName, sources: readonly string[]): void {
  for (const source of sources) {
    const row = rows.reconciled.get(venuePositionKey({ ...name, source }));
    if (row !== undefined)
      setRow(rows, { ...row, opening: undefined, waiting: [], fills: '0', observed: undefined, steady: undefined });
  }
}

/** An expired option or future is settled in cash: its position goes without a fill. */
function isGoneAtExpiry({ instrumentId, quantity, observedAtUs }: AccountPositionObserved): boolean {
  const expiryUs = isZero(quantity) ? instrumentExpiryUs(instrumentId) : undefined;
  return expiryUs !== undefined && observedAtUs >= expiryUs;
}

function withBreak(
  rows: VenuePositionRows,
  name: HeldName & { readonly source: string },
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
    const left = (rows.sources.get(heldKey(row)) ?? []).filter((source) => source !== row.source);
    if (left.length > 0) rows.sources.set(heldKey(row), left);
    else rows.sources.delete(heldKey(row));
    return;
  }
  rows.reconciled.set(key, { ...row, expired });
  const differs = (positionByFills(row)?.difference ?? '0') !== '0';
  if (differs || row.open !== undefined) rows.unsettled.set(key, true);
  else rows.unsettled.delete(key);
}

function emptyRow(accountId: string, place: string, instrumentId: string, source: string): VenuePositionRow {
  return {
    accountId,
    place,
    instrumentId,
    source,
    opening: undefined,
    waiting: [],
    fills: '0',
    newestFillUs: 0n,
    observed: undefined,
    changedAtUs: 0n,
    cause: '',
    steady: undefined,
    open: undefined,
    expired: false,
  };
}

function isZero(quantity: string): boolean {
  return !/[1-9]/.test(quantity);
}
