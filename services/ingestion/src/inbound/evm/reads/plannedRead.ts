import type { Hex } from 'viem';

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
}

export interface Touch {
  /** The contract that the log is of, lower case. */
  readonly address: Hex;
  /** A word that has to be among the log's topics, lower case: an account's address. Undefined: any log of the contract. */
  readonly word: Hex | undefined;
}
