import type { Observed } from '../decoded.js';
import type { RawFrame } from '../rawFrame.js';

/**
 * How a venue's messages are understood, one after another from the moment a connection stands. Pure: the same frames
 * from the beginning of the process give the same readings, live, from a recording and after a restart. What has to be remembered between two messages
 * (books, the last sequence of a channel) lives in the state, which begins anew with each connection.
 */
export interface VenueProtocol<S> {
  readonly venue: string;
  /**
   * The state at the beginning of a connection. Of the one before it in this process only what shows a hole between the two is taken
   * over: which trade was the last of each instrument.
   */
  open(before?: S): S;
  /** Never throws: what can't be read is a problem of the reading. States are replaced or owned by the session alone. */
  read(state: S, frame: RawFrame): VenueStep<S>;
}

export interface VenueStep<S> {
  readonly state: S;
  readonly reading: FrameReading;
}

/** What one message came to. Everything may be empty: an acknowledgement says nothing about the market. */
export interface FrameReading {
  readonly observations: readonly Observed[];
  readonly problems: readonly FrameProblem[];
  /** What the connector now has to send, for example a new subscription after a gap; as text of the venue's protocol. */
  readonly replies: readonly string[];
  /** The holders whose positions the message lists to the last: of what it doesn't name they hold nothing. */
  readonly complete?: readonly CompletePositions[];
}

/** A sub-account at a venue, as `AccountPositionObserved` names it, whose positions a message has all of. */
export interface CompletePositions {
  readonly accountId: string;
  readonly place: string;
  readonly source: string;
  readonly cause: string;
  readonly observedAtUs: bigint;
}

/** Why a message, or what came before it, can't be trusted. */
export interface FrameProblem {
  readonly kind:
    /** The message isn't what the protocol says: quarantined with its bytes. */
    | 'refused'
    /** Messages between two others are missing. */
    | 'gap'
    /** The book that came out isn't the venue's. */
    | 'checksum'
    /** Best bid at or above best ask: passed on, and said. */
    | 'crossed'
    /** Older than what was said before: dropped. */
    | 'late'
    /** The venue says that something is wrong: an error answer, a login refused, a limit reached. */
    | 'venue'
    /** A kind of message that the venue has and that isn't taken: nothing is wrong, and nothing was read. */
    | 'unsupported';
  /** The channel, instrument or request that it is about. */
  readonly subject: string;
  /** What was expected and what was found. */
  readonly detail: string;
}

export const NOTHING_READ: FrameReading = { observations: [], problems: [], replies: [] };
