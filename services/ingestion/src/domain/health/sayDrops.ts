import { event, isEvent } from '@gimbal/contracts';
import { FramesDropped } from '@gimbal/contracts/ingestion/v1/health_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import type { FeedCatalogue } from '../feedCatalogue.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { DROP_REASONS, type DropReason, dropReasonOf } from './dropReasonOf.js';

/**
 * Counts by feed and reason what came to nothing in the step: what was quarantined, and what a session dropped as late.
 * Readers of the log pass over quarantine, so the counts are facts of their own. Feeds of the catalogue alone.
 */
export function sayDrops(ledger: StepLedger, catalogue: FeedCatalogue, frames: readonly RawFrame[]): void {
  const drops = [...quarantined(ledger), ...droppedBySessions(frames)];
  const byFeed = Map.groupBy(drops, ({ feed }) => feed);
  for (const feed of [...byFeed.keys()].sort()) {
    if (!catalogue.feeds.has(feed)) continue;
    for (const reason of DROP_REASONS) {
      const count = byFeed.get(feed)!.filter((drop) => drop.reason === reason).length;
      if (count > 0) ledger.say('market', feed, event(FramesDropped, { feed, reason, count: BigInt(count) }));
    }
  }
}

interface Drop {
  readonly feed: string;
  readonly reason: DropReason;
}

function quarantined({ drafts }: StepLedger): readonly Drop[] {
  return drafts.flatMap(({ event: said }) =>
    isEvent(said, RecordQuarantined) ? [{ feed: said.value.source, reason: dropReasonOf(said.value.reason) }] : [],
  );
}

function droppedBySessions(frames: readonly RawFrame[]): readonly Drop[] {
  return frames.flatMap(({ feed, reading }) =>
    (reading?.problems ?? []).flatMap(({ kind }) => (kind === 'late' ? [{ feed, reason: kind }] : [])),
  );
}
