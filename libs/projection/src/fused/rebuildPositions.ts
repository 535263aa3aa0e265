import type { TopicName } from '@gimbal/contracts';
import type { EventLog, SegmentReader } from '@gimbal/event-log';
import type { SealedHeadStatement } from '../sealStatement.js';
import type { PinnedKeys } from '../sealKeys.js';
import type { SealVerdict } from '../verifySeals.js';
import { FusedPositions } from './fusedPositions.js';
import { SegmentSeals } from './segmentSeals.js';

export interface RebuildPositionsOptions {
  readonly log: EventLog & SegmentReader;
  readonly topic: TopicName;
  readonly partition: number;
  /** Checks the chain of seals on the way; absent: the records are taken as they are. */
  readonly seals?: { readonly keys: PinnedKeys; readonly head?: SealedHeadStatement | undefined } | undefined;
}

export interface RebuiltPositions {
  readonly positions: FusedPositions;
  readonly verdict: SealVerdict | undefined;
}

/**
 * Folds the positions of one partition from its first record to its head at the call, and checks its seals over the same
 * bytes. Reads alone: nothing is appended or committed. Rejects as the log does, and as `FusedPositions.fold` throws.
 */
export async function rebuildPositions(options: RebuildPositionsOptions): Promise<RebuiltPositions> {
  const { log, topic, partition } = options;
  const positions = new FusedPositions(topic, partition, await log.head({ topic, partition }));
  const seals =
    options.seals && new SegmentSeals({ topic, partition, firstOffset: 0, expiryAllowed: false, ...options.seals });
  for await (const segment of log.streamSegments(topic, partition, 0)) {
    const places = positions.fold(segment);
    seals?.observe(segment, places);
  }
  return { positions, verdict: seals?.verdict() };
}
