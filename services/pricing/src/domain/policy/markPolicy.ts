import type { SourceKind } from './candidate.js';

/** What the choice of a source goes by. Ratios are fractions of the value that they bound. */
export interface MarkPolicy {
  /** Best first. A kind that isn't in here can't win. */
  readonly ranking: readonly SourceKind[];
  /** Two sources within this of each other say the same. */
  readonly toleranceRatio: number;
  /** A book with a wider spread, as a fraction of its mid, says too little. */
  readonly spreadRatioMax: number;
  /** Up to this spread the sizes weigh the mid; in a wider book they are too easily placed. */
  readonly microSpreadRatioMax: number;
  readonly valueMax: number;
  /** How much a kind is believed when it is fresh and not alone. */
  readonly trust: Readonly<Record<SourceKind, number>>;
  /** Age at which half of the trust is gone. */
  readonly halfLifeUs: Readonly<Record<SourceKind, bigint>>;
}

const SECOND_US = 1_000_000n;

/** Trust: firm quotes and traded pools most, then what a venue computes, then other instruments, then what is assumed. */
const TRUST: Readonly<Record<SourceKind, number>> = {
  order_book: 1,
  venue_mark: 1,
  pool: 1,
  surface: 0.95,
  venue_surface: 0.9,
  oracle: 0.8,
  index: 0.8,
  last_trade: 0.7,
  flat_vol: 0.3,
};

/** Books and venue marks come every second or so, pools with a swap, oracles within an hour (the heartbeat of ETH/USD). */
const HALF_LIFE_US: Readonly<Record<SourceKind, bigint>> = {
  order_book: 30n * SECOND_US,
  venue_mark: 60n * SECOND_US,
  pool: 600n * SECOND_US,
  surface: 600n * SECOND_US,
  venue_surface: 1_200n * SECOND_US,
  oracle: 3_600n * SECOND_US,
  index: 60n * SECOND_US,
  last_trade: 60n * SECOND_US,
  flat_vol: 86_400n * SECOND_US,
};

/**
 * Prices in USD. An oracle answers when the market has moved by 0.5 %, and a block or two later: on 17 August 2023, in the
 * fall of 21:42 to 21:46, the recorded pool and the recorded oracle stood up to 2.6 % apart, and both were honest. At
 * twice that one of them is wrong.
 */
export const PRICE_POLICY: MarkPolicy = {
  ranking: ['venue_mark', 'order_book', 'pool', 'last_trade', 'oracle', 'index'],
  toleranceRatio: 0.05,
  spreadRatioMax: 0.02,
  microSpreadRatioMax: 0.002,
  valueMax: 1e12,
  trust: TRUST,
  halfLifeUs: HALF_LIFE_US,
};

/**
 * Implied volatilities of one option as fractions a year. A surface goes before a venue's single number, since it is
 * held to no arbitrage. Books of options are wide: a spread of a quarter of the volatility is usual in the wings.
 */
export const VOL_POLICY: MarkPolicy = {
  ranking: ['surface', 'venue_surface', 'venue_mark', 'order_book', 'flat_vol'],
  toleranceRatio: 0.25,
  spreadRatioMax: 0.5,
  microSpreadRatioMax: 0,
  valueMax: 20,
  trust: TRUST,
  halfLifeUs: HALF_LIFE_US,
};

/** A time that is further ahead of the domain clock than this was never observed: clocks of venues differ by less. */
export const AHEAD_US_MAX = SECOND_US;
