import { addDecimal, type Decimal, ZERO_DECIMAL } from '@gimbal/money';
import { SOURCES_PER_POSITION_MAX } from '../../limits.js';
import { type BookColumns, columnsOfHeld } from '../book/bookColumns.js';
import type { AccountRow, FactRef, RiskState } from '../riskState.js';
import { contractCash } from './contractCash.js';
import { hasLendingPath, isOfLendingPath } from './isOfLendingPath.js';
import { observedOf } from './observedOf.js';
import { observedPlace, TRANSIT_PREFIX } from './observedPlace.js';
import type { ObservedAccountRow, ObservedPositionRow, OpenTransfer } from './observedRows.js';

/** One statement's share of a position, with where it was made. */
export interface ObservedPart {
  readonly kind: 'held' | 'owed' | 'entry' | 'transit' | 'unsent';
  readonly quantity: Decimal;
  readonly place: string;
  readonly source: string;
  readonly number: bigint;
  readonly blockHash: string;
  readonly observedAtUs: bigint;
  readonly fact: FactRef;
}

/** What an observed account holds at one place. */
export interface ObservedHoldings {
  readonly account: AccountRow;
  readonly columns: BookColumns;
}

interface KnownHoldings {
  readonly observed: ObservedAccountRow | undefined;
  readonly hasLending: boolean;
  readonly holdings: readonly ObservedHoldings[];
}

const known = new WeakMap<AccountRow, KnownHoldings>();

/**
 * What an observed account holds: at its own place first, whatever is there, then at the others in the order in which they
 * were first said, then on its way over bridges. Found once for each statement; the very same while all is listed.
 */
export function observedHoldings(state: RiskState, account: AccountRow): readonly ObservedHoldings[] {
  const observed = observedOf(state, account);
  const hasLending = hasLendingPath(state, account);
  const held = known.get(account);
  if (held?.observed === observed && held?.hasLending === hasLending) {
    if (held.holdings.every(({ columns }) => columns.isComplete)) return held.holdings;
  }
  const holdings = holdingsOf(state, account, observed, hasLending);
  known.set(account, { observed, hasLending, holdings });
  return holdings;
}

interface Place {
  readonly account: AccountRow;
  readonly parts: Map<string, ObservedPart[]>;
}

function holdingsOf(
  state: RiskState,
  account: AccountRow,
  observed: ObservedAccountRow | undefined,
  hasLending: boolean,
): readonly ObservedHoldings[] {
  const own: Place = { account, parts: new Map() };
  const elsewhere = new Map<string, Place>();
  const partsAt = (place: string, onChain: boolean): Place['parts'] => {
    const there = elsewhere.get(place)?.parts;
    if (there !== undefined) return there;
    const row = observedPlace(account, place, onChain);
    if (row === account) return own.parts;
    const added = { account: row, parts: new Map() };
    elsewhere.set(place, added);
    return added.parts;
  };
  for (const key of observed?.positionKeys ?? []) {
    const position = state.observedPositions.get(key)!;
    if (hasLending && isOfLendingPath(account, position)) continue;
    addPosition(partsAt(position.place, position.onChain), position);
  }
  for (const transfer of observed?.transfers ?? []) {
    const place = `${TRANSIT_PREFIX}${transfer.bridge}`;
    add(partsAt(place, true), `spot:${transfer.asset}`, transferPart(place, transfer));
  }
  return [own, ...elsewhere.values()].map((place) => ({ account: place.account, columns: columnsOf(state, place) }));
}

function addPosition(parts: Place['parts'], position: ObservedPositionRow): void {
  const { instrumentId, quantity, entryPrice, owed, place, source, number, blockHash, observedAtUs, fact } = position;
  const said = { place, source, number, blockHash, observedAtUs, fact };
  add(parts, instrumentId, { kind: 'held', quantity, ...said });
  const cash = contractCash(instrumentId, quantity, entryPrice);
  if (cash !== undefined && cash !== 'missing')
    add(parts, cash.instrumentId, { kind: 'entry', ...said, quantity: cash.quantity, source: instrumentId });
  for (const { asset, amount } of owed) add(parts, `spot:${asset}`, { kind: 'owed', ...said, quantity: amount });
}

function transferPart(place: string, { transferId, amount, isUnsent, observedAtUs, fact }: OpenTransfer): ObservedPart {
  const kind = isUnsent ? 'unsent' : 'transit';
  return { kind, quantity: amount, place, source: transferId, number: 0n, blockHash: '', observedAtUs, fact };
}

function add(parts: Place['parts'], instrumentId: string, part: ObservedPart): void {
  if (part.quantity.unscaled === 0n) return;
  const own = parts.get(instrumentId);
  if (own === undefined) parts.set(instrumentId, [part]);
  else own.push(part);
}

function columnsOf(state: RiskState, { parts }: Place): BookColumns {
  const held = [...parts].map(([instrumentId, own]) => ({
    instrumentId,
    position: {
      quantity: own.reduce((sum, { quantity }) => addDecimal(sum, quantity), ZERO_DECIMAL),
      facts: own.length,
      sources: own.slice(-SOURCES_PER_POSITION_MAX).map(({ fact }) => fact),
      parts: own,
    },
  }));
  return columnsOfHeld(
    state,
    held.filter(({ position }) => position.quantity.unscaled !== 0n),
  );
}
