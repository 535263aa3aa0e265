import type { Feed } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { FeedStanding } from '../domain/feedStandings.js';
import type { FrameCounts } from '../domain/frameCounts.js';

/** A standing as callers get it. Duplicates leave no trace in the log: they are counted since the process started. */
export function toFeed(standing: FeedStanding, { duplicates, quarantined }: FrameCounts): Feed {
  return {
    ...standing,
    observations: BigInt(standing.observations),
    gaps: BigInt(standing.gaps),
    duplicates: BigInt(duplicates),
    quarantined: BigInt(quarantined),
    dropped: standing.dropped.map(({ reason, count }) => ({ reason, count: BigInt(count) })),
    degraded: [...standing.degraded],
    faults: standing.faults.map(({ reason, instrumentId, detail, sinceUs }) => ({
      reason,
      instrumentId,
      detail,
      sinceUs,
    })),
  };
}
