import type {
  AccountPositionObserved,
  BridgeTransferObserved,
  PositionBreakFound,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { Table } from '@gimbal/projection';
import { overlayReplaceable, type ReplaceableRows } from '../chain/replaceableRows.js';

/** A difference between facts and observed state. The newest of a position is kept, also after it closed. */
export interface PositionBreakRow {
  readonly found: PositionBreakFound;
  readonly closed: { readonly atUs: bigint; readonly byFacts: string; readonly cause: string } | undefined;
}

/** What was said of watched accounts. Each row belongs to one account. */
export interface AccountRows {
  /** Last said of each position that hasn't ended, by {@link positionKey}. */
  readonly positions: ReplaceableRows<AccountPositionObserved>;
  readonly breaks: ReplaceableRows<PositionBreakRow>;
  /** By {@link transferKey}. */
  readonly transfers: ReplaceableRows<BridgeTransferObserved>;
}

export function createAccountRows(): AccountRows & { readonly tables: readonly Table<unknown>[] } {
  const positions = new Table<AccountPositionObserved>('account_positions');
  const breaks = new Table<PositionBreakRow>('position_breaks');
  const transfers = new Table<BridgeTransferObserved>('bridge_transfers');
  const rows = { positions, breaks, transfers };
  return { ...rows, tables: Object.values(rows) as Table<unknown>[] };
}

export function overlayAccountRows(rows: AccountRows): AccountRows {
  return {
    positions: overlayReplaceable(rows.positions),
    breaks: overlayReplaceable(rows.breaks),
    transfers: overlayReplaceable(rows.transfers),
  };
}

/** What names a position: the account, the chain or venue, the instrument, and what holds it there. */
export interface PositionName {
  readonly accountId: string;
  readonly place: string;
  readonly instrumentId: string;
  readonly source: string;
}

export function positionKey({ accountId, place, instrumentId, source }: PositionName): string {
  return `${accountId}|${place}|${instrumentId}|${source}`;
}

export function transferKey(accountId: string, bridge: string, transferId: string): string {
  return `${accountId}|${bridge}|${transferId}`;
}
