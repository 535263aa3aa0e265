import type { LimitChangeProposed, LimitSet, WaiverRequested } from '@gimbal/contracts/risk/v1/portfolio_events';
import { Table } from '@gimbal/projection';

export interface LimitRow {
  readonly limit: LimitSet;
  /** Empty when none is open. */
  readonly openBreachId: string;
  /** These three count from the first time that the limit was set: a removed limit keeps its row, so no id comes twice. */
  readonly openings: number;
  readonly changes: number;
  readonly waivers: number;
  /** The newest proposed change that nobody has decided, expired or not; empty for none. */
  readonly pendingChangeId: string;
  /** The newest waiver that hasn't ended, granted or not; empty for none. */
  readonly waiverId: string;
  /** Removed: it opens no breach any more, and the one that is open closes with the next exposure. */
  readonly isRemoved: boolean;
}

export interface LimitChangeRow {
  readonly proposed: LimitChangeProposed;
  readonly outcome: 'pending' | 'approved' | 'refused';
}

export interface WaiverRow {
  readonly requested: WaiverRequested;
  readonly outcome: 'requested' | 'granted' | 'ended' | 'expired';
}

/** The tables of limits: limits by portfolio and limit, changes and waivers by tenant and their own ids. */
export function createLimitRows() {
  return {
    limits: new Table<LimitRow>('limits'),
    limitChanges: new Table<LimitChangeRow>('limit_changes'),
    waivers: new Table<WaiverRow>('waivers'),
  };
}
