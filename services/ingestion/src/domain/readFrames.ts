import { type Decoded, refused } from './decoded.js';
import { decodeFrame } from './decodeFrame.js';
import type { FeedCatalogue } from './feedCatalogue.js';
import type { FeedDescription } from './feedDescription.js';
import type { RawFrame } from './rawFrame.js';
import { sourceIdentity } from './sourceIdentity.js';

/** A frame as it was understood. */
export interface ReadFrame {
  readonly feed: string;
  readonly raw: Uint8Array;
  /** Undefined for a feed that nobody described; its frames are refused. */
  readonly description: FeedDescription | undefined;
  readonly decoded: Decoded;
  readonly sequence: bigint | undefined;
  /** The sequence of the frame that the connector had before, when there was one and it could be read. */
  readonly previousSequence: bigint | undefined;
}

/**
 * The frames of a step, decoded. Frames of one feed that came together are put in the source's own order: two rounds
 * of one second may be listed either way.
 */
export function readFrames(frames: readonly RawFrame[], catalogue: FeedCatalogue): readonly ReadFrame[] {
  const order = new Map<string, number>();
  for (const frame of frames) if (!order.has(frame.feed)) order.set(frame.feed, order.size);
  return frames
    .map((frame) => readFrame(frame, catalogue))
    .sort((a, b) => order.get(a.feed)! - order.get(b.feed)! || compareSequence(a.sequence, b.sequence));
}

function readFrame(frame: RawFrame, catalogue: FeedCatalogue): ReadFrame {
  const { feed, raw, previousRaw } = frame;
  const description = catalogue.feeds.get(feed);
  if (description === undefined) {
    const decoded = refused(`Expected a feed of the catalogue, was "${feed}".`);
    return { feed, raw, description, decoded, sequence: undefined, previousSequence: undefined };
  }
  const decoded = decodeFrame(raw, description);
  const previous = previousRaw === undefined ? undefined : decodeFrame(previousRaw, description);
  return {
    feed,
    raw,
    description,
    decoded,
    sequence: sequenceOf(decoded, frame.receivedAtUs),
    previousSequence: previous === undefined ? undefined : sequenceOf(previous, frame.receivedAtUs),
  };
}

function sequenceOf(decoded: Decoded, learntAtUs: bigint): bigint | undefined {
  if (decoded.kind === 'carried') return decoded.sequence;
  if (decoded.kind !== 'observation') return undefined;
  const identity = sourceIdentity(decoded.event, learntAtUs);
  return identity !== undefined && 'sequence' in identity ? identity.sequence : undefined;
}

/** Frames without a sequence stay where they are among their neighbours. */
function compareSequence(a: bigint | undefined, b: bigint | undefined): number {
  if (a === undefined || b === undefined || a === b) return 0;
  return a < b ? -1 : 1;
}
