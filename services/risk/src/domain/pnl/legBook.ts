import { type BookColumns, riskFactorOf } from '../book/bookColumns.js';
import type { AccountRow, RiskState } from '../riskState.js';
import { accountKey, portfolioKey } from '../rowKeys.js';
import { instrumentOf, type LegKind, legKindOf } from './legKind.js';
import { legPlan } from './legPlan.js';
import type { PnlLeg, PnlLegs } from './pnlRows.js';
import { poolKeyOf } from './poolFees.js';

export const NO_LEGS: PnlLegs = { legs: [], consumed: new Map() };

/** What is derived from the legs of a portfolio; hangs on the list, which is replaced when a leg is added. */
interface LegIndex {
  /** By account and id: two lookups, so that no book keeps a text for each of its legs. */
  readonly byOwner: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly byColumns: WeakMap<BookColumns, Int32Array>;
}

const indexes = new WeakMap<readonly PnlLeg[], LegIndex>();

/** The legs of a portfolio while a step is taken up: finds the index of each, and adds those that are new. */
export interface LegBook {
  readonly legs: readonly PnlLeg[];
  /** Index of each position of an account, in the order of its columns. */
  positionsOf(account: AccountRow, columns: BookColumns): Int32Array;
  positionOf(account: AccountRow, instrumentId: string): number;
  lendingOf(account: AccountRow, asset: string, side: 'supply' | 'debt'): number;
}

export function openLegBook(state: RiskState, held: PnlLegs): LegBook {
  let legs = withListings(state, held.legs);
  const index = indexOf(legs);
  let added: PnlLeg[] | undefined;
  const addedLegs: LegPlaces = new Map();

  const find = (owner: string, legId: string, make: () => PnlLeg): number => {
    const at = index.byOwner.get(owner)?.get(legId) ?? addedLegs.get(owner)?.get(legId);
    if (at !== undefined) return at;
    if (added === undefined) {
      added = [...legs];
      legs = added;
    }
    place(addedLegs, owner, legId, added.length);
    return added.push(make()) - 1;
  };
  const position = (account: AccountRow, instrumentId: string): number => {
    const owner = keyOf(account);
    return find(owner, instrumentId, () => positionLeg(state, account, owner, instrumentId));
  };
  return {
    get legs() {
      return legs;
    },
    positionsOf(account, columns) {
      const known = index.byColumns.get(columns);
      if (known !== undefined) return known;
      const found = Int32Array.from(columns.instrumentIds, (instrumentId) => position(account, instrumentId));
      // Indexes stay when legs are added, so they are good for the longer list too, which is another one.
      if (added === undefined) index.byColumns.set(columns, found);
      return found;
    },
    positionOf: position,
    lendingOf(account, asset, side) {
      const owner = keyOf(account);
      const legId = `${account.deployment}:${asset}:${side}`;
      return find(owner, legId, () => ({
        ...positionLeg(state, account, owner, `spot:${asset}`),
        legId,
        kind: side,
        observedAt: undefined,
      }));
    },
  };
}

type LegPlaces = Map<string, Map<string, number>>;

function place(places: LegPlaces, owner: string, legId: string, at: number): void {
  const own = places.get(owner);
  if (own === undefined) places.set(owner, new Map([[legId, at]]));
  else own.set(legId, at);
}

function indexOf(legs: readonly PnlLeg[]): LegIndex {
  const known = indexes.get(legs);
  if (known !== undefined) return known;
  const byOwner: LegPlaces = new Map();
  for (const [at, { accountKey: owner, legId }] of legs.entries()) place(byOwner, owner, legId, at);
  const index: LegIndex = { byOwner, byColumns: new WeakMap() };
  indexes.set(legs, index);
  return index;
}

/** Listings are given once and never changed: only legs without one are asked about again. */
function withListings(state: RiskState, legs: readonly PnlLeg[]): readonly PnlLeg[] {
  if (legPlan(legs).isListed) return legs;
  if (!legs.some((leg) => leg.markIndex < 0 && state.listings.has(markOf(leg)))) return legs;
  return legs.map((leg) => (leg.markIndex < 0 ? { ...leg, ...listingOf(state, markOf(leg)) } : leg));
}

/** The instrument whose mark values a leg. */
function markOf({ legId, kind }: { readonly legId: string; readonly kind: LegKind }): string {
  return kind === 'supply' || kind === 'debt' ? `spot:${legId.split(':').at(-2) ?? ''}` : legId;
}

function positionLeg(state: RiskState, account: AccountRow, owner: string, instrumentId: string): PnlLeg {
  const instrument = instrumentOf(instrumentId);
  const range =
    instrument?.kind === 'univ3'
      ? {
          poolKey: poolKeyOf(instrument.chain, instrument.pool),
          lowerTick: instrument.lowerTick,
          upperTick: instrument.upperTick,
        }
      : undefined;
  return {
    accountId: account.accountId,
    accountKey: owner,
    legId: instrumentId,
    kind: legKindOf(instrument),
    range,
    ...(account.observed ? { observedAt: account.place ?? '' } : {}),
    ...listingOf(state, instrumentId),
  };
}

function listingOf(state: RiskState, instrumentId: string): Pick<PnlLeg, 'asset' | 'underlying' | 'markIndex'> {
  const listing = state.listings.get(instrumentId);
  if (listing === undefined) return { asset: '', underlying: '', markIndex: -1 };
  const { underlying, index } = listing;
  return { asset: riskFactorOf(instrumentId, underlying), underlying, markIndex: index };
}

const ownKeys = new WeakMap<AccountRow, string>();

/** The key of an account's row (and of each further place of an observed account), joined once for each change of the account. */
export function keyOf(account: AccountRow): string {
  const known = ownKeys.get(account);
  if (known !== undefined) return known;
  const { tenant, portfolioId, accountId } = account;
  const attached = accountKey(portfolioKey(tenant, portfolioId), accountId);
  // No id holds an @.
  const key = account.place === undefined ? attached : `${attached}@${account.place}`;
  ownKeys.set(account, key);
  return key;
}
