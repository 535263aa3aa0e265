/** What can go wrong between a venue and its reader. */
export const FAULT_KINDS = [
  'drop',
  'duplicate',
  'reorder',
  'gap',
  'bad_book',
  'truncated',
  'wrong_type',
  'duplicate_key',
  'oversized',
  'clock_ahead',
  'clock_behind',
  'half_open',
  'abrupt_close',
  'http_429',
  'http_500',
  'outage',
  'slow',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface PlannedFault {
  readonly kind: FaultKind;
  /** It is injected with the first message that it fits, from this one on (counted from 1, over all connections). */
  readonly fromMessage: number;
  /** The kinds of messages that it may hit; any when left out. */
  readonly onto?: readonly string[] | undefined;
}
export type FaultPlan = readonly PlannedFault[];

export interface InjectedFault {
  readonly kind: FaultKind;
  readonly connection: string;
  /** On the venue's clock. */
  readonly atMs: number;
  /** What it hit: the kind and the channel of the message. */
  readonly onto: string;
  readonly channel: string;
  /** The bytes that went out in the place of the right ones; empty when none did. */
  readonly sent: string;
  /** Trades that the fault kept back. */
  readonly trades: readonly string[];
}

/** Kinds in turn, evenly spread over the messages. */
export function evenFaults(
  kinds: readonly Pick<PlannedFault, 'kind' | 'onto'>[],
  count: number,
  messages: number,
): FaultPlan {
  const every = messages / (count + 1);
  return Array.from({ length: count }, (_, index) => ({
    ...kinds[index % kinds.length]!,
    fromMessage: Math.floor((index + 1) * every),
  }));
}
