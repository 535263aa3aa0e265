import { degradationOf, type FeedDoubt } from '@gimbal/contracts';
import type { AccountInputsResult } from '@gimbal/margin';
import type { RiskState } from '../riskState.js';

/** Why the price that a lending account is valued at may not be what its oracle would say, or not what the market says. */
export interface OracleDoubt {
  readonly code: 'stale' | 'oracle_outside_band';
  readonly reason: string;
}

const US_PER_SECOND = 1_000_000n;

/** Of the oracles that an account's prices come from, those in doubt: silent, degraded, or outside their band. Each once. */
export function oracleDoubts({ feedDoubts }: RiskState, inputs: AccountInputsResult): readonly OracleDoubt[] {
  if (feedDoubts.size === 0 || !inputs.ok) return [];
  const feeds = new Set(inputs.value.prices.map(({ feed }) => feed));
  return [...feeds].flatMap((feed) => {
    const doubt = feedDoubts.get(feed);
    return doubt === undefined ? [] : doubtsOf(feed, doubt);
  });
}

function doubtsOf(feed: string, doubt: FeedDoubt): readonly OracleDoubt[] {
  const { staleAfterUs, outsideBandBps, bandBps } = doubt;
  const found: OracleDoubt[] = [];
  if (staleAfterUs !== undefined) {
    const reason = `Expected a round of ${feed} within ${staleAfterUs / US_PER_SECOND} s, the last was longer ago.`;
    found.push({ code: 'stale', reason });
  }
  const degradation = degradationOf(doubt, '');
  if (degradation !== undefined) {
    const reason = `Expected ${feed} to be in order, it is degraded: ${degradation.reason}. ${degradation.detail}`;
    found.push({ code: 'stale', reason });
  }
  if (outsideBandBps !== '') {
    const reason = `Expected ${feed} within ${bandBps} bp of the market, was ${outsideBandBps} bp off.`;
    found.push({ code: 'oracle_outside_band', reason });
  }
  return found;
}
