import type { Feed } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { table } from './table.js';

const US_PER_SECOND = 1_000_000;
const HEAD = ['feed', 'age', 'limit', 'lag', 'seen', 'gaps', 'deviation', 'dropped', 'now'] as const;
const TEXT = [0, 7, 8];

/** One line a feed, in the order of the answer. */
export function feedsText(feeds: readonly Feed[]): string {
  if (feeds.length === 0) return 'No feed has anything wrong with it.';
  return table([HEAD, ...feeds.map(rowOf)], TEXT);
}

function rowOf(feed: Feed): readonly string[] {
  const hasSpoken = feed.lastObservedAtUs !== 0n;
  return [
    feed.feed,
    hasSpoken ? seconds(feed.ageUs, 0) : '–',
    feed.ageLimitUs === 0n ? '' : seconds(feed.ageLimitUs, 0),
    hasSpoken ? seconds(feed.lagUs, 3) : '–',
    String(feed.observations),
    String(feed.gaps),
    feed.oracleDeviationBps === '' ? '' : `${feed.oracleDeviationBps} bp`,
    // Gaps have a column of their own.
    feed.dropped.flatMap(({ reason, count }) => (reason === 'gap' ? [] : [`${reason} ${count}`])).join(', '),
    [...(feed.stale ? ['stale'] : []), ...feed.degraded, ...missing(feed), ...(feed.assumed ? ['assumed'] : [])].join(
      ', ',
    ),
  ];
}

/** A lost session is a reason of degradation where there was one; a connector that never had one has said nothing yet. */
function missing({ connected, degraded }: Feed): readonly string[] {
  return connected || degraded.includes('disconnected') ? [] : ['not connected'];
}

function seconds(us: bigint, digits: number): string {
  return `${(Number(us) / US_PER_SECOND).toFixed(digits)} s`;
}
