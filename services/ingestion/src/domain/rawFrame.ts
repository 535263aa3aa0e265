import type { FrameReading } from './venues/venueSession.js';

/**
 * What a connector received, before anybody has understood it. A recording and a live connector hand over the same
 * thing, so that both take the same path.
 */
export interface RawFrame {
  readonly feed: string;
  readonly raw: Uint8Array;
  /**
   * The frame that the connector received before this one on the same feed and in the same session, as venues send a
   * previous sequence along: continuity can then be judged without remembering frames that said nothing new.
   */
  readonly previousRaw?: Uint8Array | undefined;
  /** When the connector had it, microseconds since the Unix epoch, on the domain clock. */
  readonly receivedAtUs: bigint;
  /**
   * What the session of the frame's connection made of it, for a venue whose messages rest on earlier ones. It follows
   * from the frames of that connection alone (its `connected` has what it takes over), so a recording gives it again.
   */
  readonly reading?: FrameReading | undefined;
  /** What the connector says of itself, at its place among the messages; `raw` is empty then. */
  readonly control?: FrameControl | undefined;
}

/** Connections come and go, and clocks differ: what a connector knows and no message says. */
export type FrameControl =
  | {
      readonly kind: 'connected';
      readonly connector: string;
      readonly session: number;
      readonly endpoint: string;
      /** What the session takes over from the one before it, so that it can be read from here on; left out where that is nothing. */
      readonly carried?: string | undefined;
    }
  | {
      readonly kind: 'disconnected';
      readonly connector: string;
      readonly session: number;
      readonly endpoint: string;
      readonly reason: string;
    }
  | { readonly kind: 'clock'; readonly connector: string; readonly offsetUs: bigint; readonly roundTripUs: bigint }
  /** Something that the connector alone could see: frames that a full queue pushed out, nodes that disagree. */
  | {
      readonly kind: 'degraded' | 'restored';
      readonly connector: string;
      readonly reason: string;
      readonly detail: string;
    };
