import type { RecordedFeed } from './manifest.js';

const US_PER_SECOND = 1_000_000n;

/** An assumed value at the beginning of an interval, as a round of a feed: rounds count intervals since the Unix epoch. */
export function repeatedValue({ value, everySeconds }: NonNullable<RecordedFeed['repeat']>, atUs: bigint): object {
  const atSeconds = atUs / US_PER_SECOND;
  return { value, round: (atSeconds / BigInt(everySeconds)).toString(), at: atSeconds.toString() };
}
