import { type Decimal, decimalToNumber, subDecimal } from '@gimbal/money';
import { sumOfFills, toldFills } from '../observed/toldFills.js';
import type { AccountRow, PositionRow, RiskState } from '../riskState.js';
import { accountKey, portfolioKey, positionKey } from '../rowKeys.js';

/** An account's positions as sparse columns: what a revaluation multiplies with the columns of marks. */
export interface BookColumns {
  readonly instrumentIds: readonly string[];
  /** Nearest float64 of the exact quantity. */
  readonly quantities: Float64Array;
  readonly positions: readonly PositionRow[];
  /** Index into `underlyings`, -1 while the instrument isn't listed. */
  readonly underlyingOf: Int32Array;
  readonly markIndexOf: Int32Array;
  readonly underlyings: readonly string[];
  /** The risk factor of each; empty while the instrument isn't listed. */
  readonly assets: readonly string[];
  /** Every instrument is listed. */
  readonly isComplete: boolean;
}

/** By row: a changed account has another row, so a stale entry can't be found. */
const columnsByAccount = new WeakMap<AccountRow, KnownColumns>();

interface KnownColumns {
  readonly columns: BookColumns;
  /** How many of its fills a watched account tells of: fills are never untold. */
  readonly told: number;
}

/**
 * The columns of an account; computed once for each change of its positions, and of what is observed of its fills elsewhere,
 * which is left out: it is counted there. Positions at zero are left out too.
 */
export function bookColumns(state: RiskState, account: AccountRow): BookColumns {
  const told = toldFills(state, account);
  const known = columnsByAccount.get(account);
  if (known?.columns.isComplete === true && known.told === told.length) return known.columns;
  const columns = columnsOf(state, account, sumOfFills(told));
  columnsByAccount.set(account, { columns, told: told.length });
  return columns;
}

function columnsOf(state: RiskState, account: AccountRow, told: ReadonlyMap<string, Decimal>): BookColumns {
  const key = accountKey(portfolioKey(account.tenant, account.portfolioId), account.accountId);
  const held = account.instrumentIds
    .map((instrumentId) => ({
      instrumentId,
      position: withoutTold(state.positions.get(positionKey(key, instrumentId)), told.get(instrumentId)),
    }))
    .filter((entry): entry is HeldInstrument => (entry.position?.quantity.unscaled ?? 0n) !== 0n);
  return columnsOfHeld(state, held);
}

function withoutTold(position: PositionRow | undefined, told: Decimal | undefined): PositionRow | undefined {
  if (position === undefined || told === undefined) return position;
  return { ...position, quantity: subDecimal(position.quantity, told) };
}

export interface HeldInstrument {
  readonly instrumentId: string;
  readonly position: PositionRow;
}

/** Columns of positions other than zero, in their order. */
export function columnsOfHeld(state: RiskState, held: readonly HeldInstrument[]): BookColumns {
  const listings = held.map(({ instrumentId }) => state.listings.get(instrumentId));
  const underlyings = [...new Set(listings.flatMap((listing) => (listing === undefined ? [] : [listing.underlying])))];
  return {
    instrumentIds: held.map(({ instrumentId }) => instrumentId),
    quantities: Float64Array.from(held, ({ position }) => decimalToNumber(position.quantity)),
    positions: held.map(({ position }) => position),
    underlyingOf: Int32Array.from(listings, (listing) =>
      listing === undefined ? -1 : underlyings.indexOf(listing.underlying),
    ),
    markIndexOf: Int32Array.from(listings, (listing) => listing?.index ?? -1),
    underlyings,
    assets: listings.map((listing, at) =>
      listing === undefined ? '' : riskFactorOf(held[at]!.instrumentId, listing.underlying),
    ),
    isComplete: !listings.includes(undefined),
  };
}

/** A dollar is not a dollar: what is marked under USD keeps the name of its issuer's coin as its risk factor. */
export function riskFactorOf(instrumentId: string, underlying: string): string {
  return underlying === 'USD' && instrumentId.startsWith('spot:') ? instrumentId.slice('spot:'.length) : underlying;
}
