import { type FrameCounts, type FrameVerdict, NO_FRAMES, withVerdict } from '../../domain/frameCounts.js';

/**
 * Counts by feed what became of frames that left no observation, since this process started. A rebuild sees none of
 * them: duplicates and repeated rows are not in the log.
 */
export interface FrameTally {
  count(verdict: FrameVerdict): void;
  of(feed: string): FrameCounts;
}

export function createFrameTally(): FrameTally {
  const byFeed = new Map<string, FrameCounts>();
  const of = (feed: string): FrameCounts => byFeed.get(feed) ?? NO_FRAMES;
  return { of, count: (verdict) => void byFeed.set(verdict.feed, withVerdict(of(verdict.feed), verdict)) };
}
