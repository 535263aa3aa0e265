import type { MarginCallCleared, MarginCallRaised } from '@gimbal/contracts/risk/v1/exposure_events';
import { Table } from '@gimbal/projection';
import type { MarginCallLevel } from './marginCallLines.js';

export interface MarginCallRow {
  readonly raised: MarginCallRaised;
  readonly cleared: MarginCallCleared | undefined;
}

/** Of an account, and of one kind of value: health or margin. There from its first call on. */
export interface MarginAccountRow {
  readonly calls: number;
  /** The call that is open at each level. */
  readonly open: Readonly<Partial<Record<MarginCallLevel, string>>>;
}

/** Accounts by account key and kind, calls by tenant and their own ids. */
export function createMarginCallRows() {
  return {
    marginAccounts: new Table<MarginAccountRow>('margin_accounts'),
    marginCalls: new Table<MarginCallRow>('margin_calls'),
  };
}
