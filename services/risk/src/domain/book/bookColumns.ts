import { decimalToNumber } from '@gimbal/money';
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
const columnsByAccount = new WeakMap<AccountRow, BookColumns>();

/** The columns of an account; computed once for each change of its positions. Those at zero are left out. */
export function bookColumns(state: RiskState, account: AccountRow): BookColumns {
  const known = columnsByAccount.get(account);
  if (known?.isComplete === true) return known;
  const columns = columnsOf(state, account);
  columnsByAccount.set(account, columns);
  return columns;
}

function columnsOf(state: RiskState, account: AccountRow): BookColumns {
  const key = accountKey(portfolioKey(account.tenant, account.portfolioId), account.accountId);
  const held = account.instrumentIds
    .map((instrumentId) => ({ instrumentId, position: state.positions.get(positionKey(key, instrumentId)) }))
    .filter((entry): entry is HeldInstrument => (entry.position?.quantity.unscaled ?? 0n) !== 0n);
  return columnsOfHeld(state, held);
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
