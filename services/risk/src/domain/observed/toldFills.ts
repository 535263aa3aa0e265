import { VenueFillObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { isEvent } from '@gimbal/contracts';
import { addDecimal, type Decimal, ZERO_DECIMAL } from '@gimbal/money';
import type { InboundEvent, Table } from '@gimbal/projection';
import type { Leg } from '../book/tradeLegs.js';
import type { AccountRow, RiskState } from '../riskState.js';
import { accountKey, accountOwnerKey, portfolioKey } from '../rowKeys.js';

/** What an order of ours moved in the account in which it was booked. */
export interface OwnFill {
  readonly orderId: string;
  readonly legs: readonly Leg[];
}

/** A watched account in which the venue told of a fill of an order. */
export interface ToldOrder {
  readonly accountId: string;
  /** The tenant for whom it is watched; undefined for a public one. */
  readonly tenant: string | undefined;
}

export interface ToldRows {
  /** By the key of the account that they are booked in, in order. */
  readonly ownFills: Table<readonly OwnFill[]>;
  /** By the order's id, which is the client order id at the venue. */
  readonly toldOrders: Table<readonly ToldOrder[]>;
}

/** How execution's order ids end: those of others need not be kept. */
const OWN_ORDER = /\/order$/;

export function isOwnOrder(clientOrderId: string): boolean {
  return OWN_ORDER.test(clientOrderId);
}

const NONE: readonly OwnFill[] = [];

export function noteOwnFill({ ownFills }: ToldRows, account: string, fill: OwnFill): void {
  ownFills.set(account, [...(ownFills.get(account) ?? NONE), fill]);
}

/** Keeps that a venue told of an order of ours in an account that it is watched in. */
export function foldToldOrder({ toldOrders }: ToldRows, event: InboundEvent): void {
  if (!isEvent(event, VenueFillObserved) || !isOwnOrder(event.value.clientOrderId)) return;
  const { accountId, clientOrderId } = event.value;
  const { tenant } = event;
  const held = toldOrders.get(clientOrderId) ?? [];
  if (held.some((told) => told.accountId === accountId && told.tenant === tenant)) return;
  toldOrders.set(clientOrderId, [...held, { accountId, tenant }]);
}

/**
 * Fills that are booked in an account and that a venue tells of in a watched account of the same tree: what they moved is in what
 * is observed there. The client order id is the identity of both, and the first fill of an order tells of all of it. Joined at the
 * cut, so that it doesn't matter which came first.
 */
export function toldFills(state: RiskState, account: AccountRow): readonly OwnFill[] {
  if (state.toldOrders.size === 0 || account.observed) return NONE;
  const { tenant, portfolioId, accountId } = account;
  const fills = state.ownFills.get(accountKey(portfolioKey(tenant, portfolioId), accountId));
  return fills?.filter(({ orderId }) => isTold(state, account, orderId)) ?? NONE;
}

function isTold(state: RiskState, account: AccountRow, orderId: string): boolean {
  const { tenant, accountId } = account;
  return (state.toldOrders.get(orderId) ?? []).some(
    (told) =>
      told.accountId !== accountId &&
      (told.tenant === undefined || told.tenant === tenant) &&
      isWatchedBeside(state, account, told.accountId),
  );
}

function isWatchedBeside({ accountOwners, accounts, portfolios }: RiskState, beside: AccountRow, id: string): boolean {
  const ownerId = accountOwners.get(accountOwnerKey(beside.tenant, id));
  if (ownerId === undefined) return false;
  const owner = portfolioKey(beside.tenant, ownerId);
  const root = portfolios.get(portfolioKey(beside.tenant, beside.portfolioId))?.rootKey;
  return accounts.get(accountKey(owner, id))?.observed === true && portfolios.get(owner)?.rootKey === root;
}

/** What the fills moved, by instrument. */
export function sumOfFills(fills: readonly OwnFill[]): ReadonlyMap<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const { instrumentId, change } of fills.flatMap(({ legs }) => legs)) {
    sums.set(instrumentId, addDecimal(sums.get(instrumentId) ?? ZERO_DECIMAL, change));
  }
  return sums;
}
