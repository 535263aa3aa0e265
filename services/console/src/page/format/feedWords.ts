import type { FeedsAnswer } from '../wire/apiAnswers.js';
import { feedName } from './names.js';
import { formatNumber, NO_NUMBER } from './numbers.js';
import { formatDuration, microsOf } from './times.js';

type Feed = FeedsAnswer['feeds'][number];

const US_PER_MS = 1000;
const MS_PER_SECOND = 1000;

/** What is to be said of a feed in a word or two; `isBad` where something is wrong. */
export interface FeedFlag {
  readonly words: string;
  readonly isBad: boolean;
}

/** Stale before degraded before not connected; of several reasons the first, with how many there are besides. */
export function feedFlag({ stale, degraded, connected, assumed, oracleDeviationBps }: Feed): FeedFlag {
  const faults = [...(stale ? ['stale'] : []), ...degraded.map(reasonOf), ...(connected ? [] : ['disconnected'])];
  const [first, ...others] = new Set(faults);
  if (first !== undefined) {
    return { words: `${first.toUpperCase()}${others.length === 0 ? '' : ` +${others.length}`}`, isBad: true };
  }
  if (oracleDeviationBps !== '') return { words: `${formatNumber(Number(oracleDeviationBps), 0)} bp`, isBad: false };
  return { words: assumed ? 'assumed' : '', isBad: false };
}

/** A reason that is about one instrument alone carries its id behind a bar, a node's its name behind a stroke. */
function reasonOf(reason: string): string {
  return reason.startsWith('endpoint/') ? 'node' : reason.split('|', 1)[0]!;
}

/** For example 41 ms, 2.5 s, 4 m 09 s. */
export function formatLag(lagUs: number): string {
  const ms = lagUs / US_PER_MS;
  if (Math.abs(ms) < MS_PER_SECOND) return `${formatNumber(ms)} ms`;
  return Math.abs(ms) < 60 * MS_PER_SECOND ? `${formatNumber(ms / MS_PER_SECOND, 1)} s` : formatDuration(lagUs);
}

/** Everything that is known of a feed, a line each, for whoever points at it. */
export function feedTitle(feed: Feed): string {
  const limit = feed.ageLimitUs === '0' ? 'no limit' : `limit ${formatDuration(microsOf(feed.ageLimitUs))}`;
  const deviation = feed.oracleDeviationBps === '' ? [] : [`${feed.oracleDeviationBps} bp from the market`];
  const offset = feed.clockOffsetUs === '0' ? [] : [`clock ${formatLag(microsOf(feed.clockOffsetUs))} ahead of ours`];
  const reorgs = feed.reorgDepthMax === 0 ? [] : [`deepest reorganisation ${feed.reorgDepthMax} blocks`];
  const dropped = feed.dropped.map(({ reason, count }) => `${reason} ${count}`);
  return [
    `${feedName(feed.feed)} (${feed.feed})`,
    `${formatDuration(microsOf(feed.ageUs))} old, ${limit}`,
    `${feed.observations} observations, ${feed.duplicates} duplicates, ${feed.quarantined} quarantined`,
    ...(dropped.length === 0 ? [] : [`dropped: ${dropped.join(', ')}`]),
    ...(feed.degraded.length === 0 ? [] : [`degraded: ${feed.degraded.join(', ')}`]),
    ...deviation,
    ...offset,
    ...reorgs,
  ].join('\n');
}

/** The lag of a feed that has spoken. */
export function lagOf(feed: Feed): string {
  return feed.lastObservedAtUs === '0' ? NO_NUMBER : formatLag(microsOf(feed.lagUs));
}
