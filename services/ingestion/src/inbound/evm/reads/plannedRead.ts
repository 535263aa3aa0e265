import type { Hex } from 'viem';
import type { GmxStore } from './gmxStores.js';
import type { HeldPositions } from './heldPositions.js';
import type { HeldV4Positions } from './heldV4Positions.js';

/** A call that is made at the hash of certain blocks. */
export interface PlannedRead {
  /** Lower case. */
  readonly address: Hex;
  /** The function's name, and its arguments as text. */
  readonly function: string;
  readonly callData: Hex;
  /** The watched account that it is about. */
  readonly accountId: string | undefined;
  /** Logs after which the answer may be another: any of them calls for the read in their block. */
  readonly touchedBy: readonly Touch[];
  /** It is also due in every so many blocks, where that is more often than everything is read. */
  readonly everyBlocks?: number | undefined;
}

export interface Touch {
  /** The contract that the log is of, lower case. */
  readonly address: Hex;
  /** A word that has to be among the log's topics, lower case: an account's address. Undefined: any log of the contract. */
  readonly word: Hex | undefined;
}

/** A call about something that only a log names, such as the token of a position that an account has just got. */
export interface LogRead {
  /** The contract, of the log and of the call. */
  readonly address: Hex;
  /** The log's first topic. */
  readonly event: Hex;
  /** A word, and the topic that has to be it: whom the log gives the thing to. */
  readonly word: Hex;
  readonly place: 1 | 2 | 3;
  /** Which topic is the argument of the call. */
  readonly argument: 1 | 2 | 3;
  readonly function: string;
  readonly selector: Hex;
  readonly accountId: string | undefined;
}

/** What is read on a chain: a pure consequence of its catalogue. */
export interface ReadPlan {
  readonly fixed: readonly PlannedRead[];
  readonly byLog: readonly LogRead[];
  /** Position managers whose tokens have to be asked for. */
  readonly held?: readonly HeldPositions[] | undefined;
  /** Position managers that list nobody's tokens. */
  readonly heldV4?: readonly HeldV4Positions[] | undefined;
  /** DataStores of GMX v2 that have to be asked for positions. */
  readonly stores?: readonly GmxStore[] | undefined;
}
