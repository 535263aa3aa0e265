import { type FeedStanding, namesAccount } from '@gimbal/ingestion-service';
import { meters } from '@gimbal/telemetry';

const SAMPLE_MS = 5_000;
const US_PER_SECOND = 1e6;
const SERVICE = 'ingestion';

/** Samples the health of the feeds that name no account; returns how to stop. */
export function sampleFeeds(standings: () => readonly FeedStanding[]): () => void {
  const timer = setInterval(() => {
    for (const standing of standings()) if (!namesAccount(standing.feed)) setFeed(standing);
  }, SAMPLE_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function setFeed({ feed, ageUs, lagUs, gaps, stale, degraded, lastObservedAtUs }: FeedStanding): void {
  const labels = { service: SERVICE, feed };
  meters.set('gimbal_feed_stale', stale ? 1 : 0, labels);
  meters.set('gimbal_feed_degraded', degraded.length, labels);
  meters.set('gimbal_feed_gaps', gaps, labels);
  if (lastObservedAtUs === 0n) return;
  meters.set('gimbal_feed_age_seconds', Number(ageUs) / US_PER_SECOND, labels);
  meters.set('gimbal_feed_lag_seconds', Number(lagUs) / US_PER_SECOND, labels);
}
