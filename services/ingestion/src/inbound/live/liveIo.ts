/**
 * Everything that a connector has of the machine besides its sockets, so that its tests have another: time, timers and
 * randomness.
 */
export interface LiveIo {
  /** Wall time in microseconds since the Unix epoch: what frames are stamped with. It may jump, either way. */
  nowUs(): bigint;
  /** Milliseconds that never go back, for durations. */
  monotonicMs(): number;
  /** Calls once after so many milliseconds; the answer cancels. */
  after(ms: number, call: () => void): () => void;
  /** Evenly from 0 to below 1. */
  random(): number;
}
