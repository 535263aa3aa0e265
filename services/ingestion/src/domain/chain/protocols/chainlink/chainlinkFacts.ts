/** What logs and answers of a feed say. Times are whole seconds since the Unix epoch. */
export type ChainlinkFact =
  | {
      readonly kind: 'round_answered';
      /** Of the proxy, with its phase above 64 bits, however the log or the call counts. */
      readonly roundId: bigint;
      /** An integer with the feed's decimals. */
      readonly answer: bigint;
      readonly updatedAtSeconds: bigint;
    }
  /** Of an L2's sequencer: whether it was up, and since when. */
  | {
      readonly kind: 'sequencer_said';
      readonly roundId: bigint;
      readonly up: boolean;
      readonly sinceSeconds: bigint;
    };
