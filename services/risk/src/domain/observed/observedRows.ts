import type { PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import type { Decimal } from '@gimbal/money';
import { Table } from '@gimbal/projection';
import type { FactRef } from '../riskState.js';
import type { ObservedFillRows, ObservedFillsRow } from './observedFills.js';
import type { OwnFill, ToldOrder, ToldRows } from './toldFills.js';

/** What was last said of one instrument that a watched account holds in one place, from one source. */
export interface ObservedPositionRow {
  /** The chain or the venue. */
  readonly place: string;
  /** It rests on a block; otherwise a venue said it. */
  readonly onChain: boolean;
  readonly instrumentId: string;
  /** The contract, position or sub-account that holds it. */
  readonly source: string;
  readonly quantity: Decimal;
  /** Digits behind the point of the integer that a contract counts in; undefined where what was said doesn't show it. */
  readonly unitDecimals: number | undefined;
  /** Of a venue's contract: what it was entered at; undefined where nobody says. */
  readonly entryPrice: Decimal | undefined;
  /** Fees and rewards that are owed to the position, outside its quantity. */
  readonly owed: readonly { readonly asset: string; readonly amount: Decimal }[];
  /** Of a chain: the block. 0 for a venue. */
  readonly number: bigint;
  readonly blockHash: string;
  readonly observedAtUs: bigint;
  /** Why the newest statement could not be read; the quantity is then that of the one before. Empty for one that could. */
  readonly unreadable: string;
  readonly fact: FactRef;
}

/** A transfer that is neither here nor there: on its way, or arrived from a block that isn't there. */
export interface OpenTransfer {
  readonly bridge: string;
  readonly transferId: string;
  readonly fromChain: string;
  readonly toChain: string;
  readonly asset: string;
  /** What the account has of it beside both chains: above 0 on its way, below 0 when both chains hold it. */
  readonly amount: Decimal;
  readonly isUnsent: boolean;
  readonly observedAtUs: bigint;
  readonly fact: FactRef;
}

/**
 * A watched account, replaced at whatever is said of it, so that what is derived from its positions can hang on the row
 * itself. No row for one that holds nothing and of which nothing is open.
 */
export interface ObservedAccountRow {
  /** The tenant for whom it is watched; undefined for a public one. */
  readonly tenant: string | undefined;
  /** Keys of its positions, in the order in which they were first said; one that ended is gone, and comes back last. */
  readonly positionKeys: readonly string[];
  readonly transfers: readonly OpenTransfer[];
  /** Open ones, in the order in which they were found. */
  readonly breaks: readonly PositionBreakFound[];
}

/** Rows of watched accounts, by account id; their positions each by {@link observedKey}. */
export interface ObservedRows extends ToldRows, ObservedFillRows {
  readonly observedAccounts: Table<ObservedAccountRow>;
  readonly observedPositions: Table<ObservedPositionRow>;
}

export function createObservedRows(): ObservedRows {
  return {
    observedAccounts: new Table<ObservedAccountRow>('observed_accounts'),
    observedPositions: new Table<ObservedPositionRow>('observed_positions'),
    observedFills: new Table<ObservedFillsRow>('observed_fills'),
    ownFills: new Table<readonly OwnFill[]>('own_fills'),
    toldOrders: new Table<readonly ToldOrder[]>('told_orders'),
  };
}

export function observedKey(of: {
  readonly accountId: string;
  readonly place: string;
  readonly instrumentId: string;
  readonly source: string;
}): string {
  return [of.accountId, of.place, of.instrumentId, of.source].join('|');
}
