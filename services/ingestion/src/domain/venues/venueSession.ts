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
  /** That as a text, which a journal keeps: a session is read again without the ones before it. Only of a venue that takes something over. */
  readonly carry?: SessionCarry<S>;
  /** Never throws: what can't be read is a problem of the reading. States are replaced or owned by the session alone. */
  read(state: S, frame: RawFrame): VenueStep<S>;
}

export interface SessionCarry<S> {
  /** Empty where there is nothing to take over. */
  write(state: S): string;
  /** A state to open the next one with. Never throws. */
  read(carried: string): S;
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
  /** What the message lists to the last: of what it doesn't name there is nothing. */
  readonly complete?: readonly CompleteList[];
  /**
   * Instruments whose trades, uncounted by the venue, the message is the first to tell of its connection, or tells again as
   * its newest: they have to join what was known before, or some between are missing.
   */
  readonly joining?: readonly string[];
}

/** A sub-account at a venue, as `AccountPositionObserved` names it, whose positions or open orders a message has all of. */
export interface CompleteList {
  readonly of: 'positions' | 'orders';
  /** Orders that were learnt of later aren't judged by it: an answer over another connection is older than it is heard. */
  readonly asOfUs?: bigint;
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
