import { degradationOf } from '@gimbal/contracts';
import type { ExecutionState } from '../executionState.js';

export interface Doubt {
  readonly code: 'stale_feed' | 'degraded_feed' | 'oracle_outside_band' | 'position_break' | 'unheard_account';
  readonly reason: string;
}

const US_PER_SECOND = 1_000_000n;

/** Why nothing may be sent that rests on a feed's last word; undefined where nothing speaks against it. */
export function feedDoubt({ feedDoubts }: ExecutionState, feed: string, instrumentId = ''): Doubt | undefined {
  const doubt = feedDoubts.get(feed);
  if (doubt === undefined) return undefined;
  const { staleAfterUs, outsideBandBps, bandBps } = doubt;
  if (staleAfterUs !== undefined) {
    const reason = `Expected ${feed} to have spoken within ${staleAfterUs / US_PER_SECOND} s, it is silent.`;
    return { code: 'stale_feed', reason };
  }
  const degradation = degradationOf(doubt, instrumentId);
  if (degradation !== undefined) {
    const reason = `Expected ${feed} to be in order, it is degraded: ${degradation.reason}. ${degradation.detail}`;
    return { code: 'degraded_feed', reason };
  }
  if (outsideBandBps === '') return undefined;
  const reason = `Expected ${feed} within ${bandBps} bp of the market, was ${outsideBandBps} bp off.`;
  return { code: 'oracle_outside_band', reason };
}
