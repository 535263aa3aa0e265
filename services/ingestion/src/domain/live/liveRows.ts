import type { LendingRows } from '@gimbal/margin';
import { overlayRows } from '@gimbal/margin';
import { Table } from '@gimbal/projection';

/** Whether a feed's connector had a session when that was last said. */
export interface SessionRow {
  readonly connected: boolean;
}

/** What the decisions about live feeds remember. */
export interface LiveRows {
  /** By feed. */
  readonly sessions: LendingRows<SessionRow>;
}

export function createLiveRows(): LiveRows & { readonly tables: readonly Table<SessionRow>[] } {
  const sessions = new Table<SessionRow>('live_sessions');
  return { tables: [sessions], sessions };
}

export function overlayLiveRows(rows: LiveRows): LiveRows {
  return { sessions: overlayRows(rows.sessions) };
}
