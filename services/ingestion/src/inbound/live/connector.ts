import type { FeedDescription } from '../../domain/feedDescription.js';
import type { RawFrame } from '../../domain/rawFrame.js';

/**
 * What fetches frames from one source: a venue's connection, a chain's nodes. It does I/O and nothing else: what a frame
 * means is for `domain/`. Private and public channels of a venue are feeds of their own, since a feed of a venue has one
 * connection at a time.
 */
export interface Connector {
  /** Unique among the connectors of a deployment; stands in what is said of its sessions. */
  readonly id: string;
  /** What it may deliver frames of. A frame of another feed is quarantined. */
  readonly feeds: readonly FeedDescription[];
  /**
   * Delivers until the signal is aborted, and settles then. It reconnects by itself; when it gives up it rejects, and the host starts it
   * again after a while. Each run begins with connections of its own.
   */
  run(sink: FrameSink, signal: AbortSignal): Promise<void>;
  /**
   * What the session of a feed (`VenueProtocol.read`) wants sent after a frame of this connector. Never called in a
   * replay. Replies to a session that is gone are the connector's to drop.
   */
  reply?(feed: string, replies: readonly string[]): void;
}

/**
 * Where a connector puts its frames, in the order of their arrival; each connector has one of its own.
 */
export interface FrameSink {
  /**
   * Resolves once the frame was taken into a step, or pushed out. A connector that asks (a chain, a poll) awaits it, and so
   * is slowed down; a connector that is spoken to doesn't have to. The queue behind it is bounded: what no longer fits pushes
   * out the oldest messages (never what a connector says of itself), which a `degraded` frame with the reason `overflow`
   * counts at their place, and `restored` ends.
   */
  deliver(frame: RawFrame): Promise<void>;
}
