/** What kind of statement a source makes about a price (or, for an option, about a volatility). */
export const SOURCE_KINDS = [
  'order_book',
  'venue_mark',
  'pool',
  'last_trade',
  'oracle',
  'index',
  'surface',
  'venue_surface',
  'flat_vol',
] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

/** One source's statement. All candidates of a choice speak of the same thing in the same unit. */
export interface Candidate {
  readonly kind: SourceKind;
  /** The feed or the model, unique among the candidates of a choice. */
  readonly source: string;
  /** Who stands behind it. Two sources of one origin are one witness. */
  readonly origin: string;
  readonly value: number;
  /** On the domain clock; negative when the source's time is ahead of it. */
  readonly ageUs: bigint;
  /** Older than this it is stale; undefined for a source that speaks only when it must. */
  readonly ageLimitUs?: bigint | undefined;
  /** Why its feed is not to be trusted now; undefined where it is. */
  readonly degraded?: string | undefined;
  /** A constant that nobody recorded: it may be used, but it bears no witness. */
  readonly assumed: boolean;
}

/** The best quotes of an order book. A side that isn't there is NaN or 0; so is a size that is not known. */
export interface OrderBook {
  readonly source: string;
  readonly origin: string;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
  readonly ageUs: bigint;
  readonly ageLimitUs?: bigint | undefined;
  readonly degraded?: string | undefined;
}

export type RefusalCode =
  | 'not_a_price'
  | 'ahead_of_clock'
  | 'stale'
  /** Its feed is degraded: what it said last may not be what the source says. */
  | 'degraded'
  | 'empty_book'
  | 'one_sided_book'
  | 'crossed_book'
  | 'wide_book'
  /** Outside the quotes of its own venue. */
  | 'outside_book'
  /** Too far from the index or the oracle, the only other witness. */
  | 'off_index'
  /** Too far from the median of the independent witnesses. */
  | 'off_median'
  /** The witnesses disagree, and no side has more than half of them. */
  | 'no_majority';

/** Why a source had no say, with the numbers: it was expected between `low` and `high`. Seconds for the two codes of time. */
export interface SourceRefusal {
  readonly source: string;
  readonly kind: SourceKind;
  readonly code: RefusalCode;
  readonly low: number;
  readonly high: number;
  readonly found: number;
  /** Of `degraded`: why. */
  readonly detail?: string | undefined;
}

/** Whose value stands, or that nobody's does. Refusals are in the order of the candidates, books last. */
export type Choice = ChosenSource | { readonly kind: 'none'; readonly refused: readonly SourceRefusal[] };

export interface ChosenSource {
  readonly kind: 'chosen';
  readonly candidate: Candidate;
  /** 0 to 1; see `confidenceOf`. */
  readonly confidence: number;
  /** Independent witnesses within the tolerance of what was chosen, itself among them. 1 is a source alone. */
  readonly agreeing: number;
  readonly witnesses: number;
  readonly refused: readonly SourceRefusal[];
}
