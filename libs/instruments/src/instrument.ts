/** An amount of an asset held outright. `asset` keeps the spelling of its issuer, since USDC and USDC.e are two risks. */
export interface Spot {
  readonly kind: 'spot';
  readonly asset: string;
}

/** A perpetual future that pays in its quote currency; one unit is one coin of the underlying. */
export interface LinearPerp {
  readonly kind: 'perp';
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly inverse: false;
}

/** A perpetual future that pays in the underlying coin; one unit is one contract of `contractSizeUsd` dollars. */
export interface InversePerp {
  readonly kind: 'perp';
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly inverse: true;
  readonly contractSizeUsd: number;
}

/** A future with an expiry (milliseconds since 1970, UTC, whole seconds) that pays in its quote currency. */
export interface LinearFuture {
  readonly kind: 'future';
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly expiryMs: number;
  readonly inverse: false;
}

/** A future with an expiry that pays in the underlying coin; one unit is one contract of `contractSizeUsd` dollars. */
export interface InverseFuture {
  readonly kind: 'future';
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly expiryMs: number;
  readonly inverse: true;
  readonly contractSizeUsd: number;
}

/**
 * A European option on one coin. `strike` is in the quote currency. An inverse option is quoted, paid and margined
 * in the coin: its premium in coin times the forward is its price in the quote currency.
 */
export interface EuropeanOption {
  readonly kind: 'option';
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly expiryMs: number;
  readonly strike: number;
  readonly right: 'call' | 'put';
  readonly inverse: boolean;
}

/** A Uniswap v3 liquidity range. One unit is {@link LIQUIDITY_UNIT} of the contract's liquidity number L. */
export interface Univ3Range {
  readonly kind: 'univ3';
  readonly chain: string;
  /** The pool's address, lower case. */
  readonly pool: string;
  readonly lowerTick: number;
  readonly upperTick: number;
}

/** A power perpetual token such as oSQTH; one unit is one whole token. */
export interface PowerPerp {
  readonly kind: 'powerperp';
  readonly chain: string;
  readonly symbol: string;
}

/** A power perpetual of any power on a venue, without a normalisation factor: its funding is paid in cash. One unit pays S^power. */
export interface PowerFuture {
  readonly kind: 'power';
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly power: number;
  /** The period over which its premium is paid. */
  readonly fundingHours: number;
}

/** An option without an expiry on one coin: its holder pays price less payoff for every `fundingHours`. */
export interface EverlastingOption {
  readonly kind: 'everlasting';
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly strike: number;
  readonly right: 'call' | 'put';
  readonly fundingHours: number;
}

/** A share of a Uniswap v2 pool. One unit is {@link LIQUIDITY_UNIT} of the smallest units of its pool token. */
export interface Univ2Share {
  readonly kind: 'univ2';
  readonly chain: string;
  /** The pool's address, lower case. */
  readonly pool: string;
}

/** A Uniswap v4 liquidity range. One unit is {@link LIQUIDITY_UNIT} of the contract's liquidity number L. */
export interface Univ4Range {
  readonly kind: 'univ4';
  readonly chain: string;
  /** The hash of the pool's key, lower case. */
  readonly poolId: string;
  readonly lowerTick: number;
  readonly upperTick: number;
}

/** A token that redeems for an underlying: one to one (`wrapped`), or at a rate that staking lifts (`staked`). One unit is one whole token. */
export interface WrappedAsset {
  readonly kind: 'wrapped' | 'staked';
  readonly chain: string;
  readonly symbol: string;
  readonly underlying: string;
}

/** A supply or a variable debt of a lending pool. One unit is one whole scaled unit: it grows with the reserve's index. */
export interface LendingBalance {
  readonly kind: 'lending';
  readonly protocol: string;
  readonly chain: string;
  readonly asset: string;
  readonly side: 'supply' | 'debt';
}

/** A token that is meant to be worth its underlying (`synth`), or one share of what a pool of synthetics owes (`debtshare`). */
export interface Synthetic {
  readonly kind: 'synth' | 'debtshare';
  readonly venue: string;
  readonly symbol: string;
  readonly underlying: string;
}

export type Perp = LinearPerp | InversePerp;
export type DatedFuture = LinearFuture | InverseFuture;
export type Instrument =
  | Spot
  | WrappedAsset
  | Perp
  | DatedFuture
  | EuropeanOption
  | PowerPerp
  | PowerFuture
  | EverlastingOption
  | Univ2Share
  | Univ3Range
  | Univ4Range
  | LendingBalance
  | Synthetic;

/**
 * Raw liquidity in one unit of a {@link Univ3Range}: a quantity of 1 is L = 10^12. L itself has no human scale
 * (it is the geometric mean of two raw token amounts). In units of 10^12 a quantity fits the scaled int64 in which
 * books are kept, and for tokens of 6 and 18 decimals one unit is L = 1 in whole tokens: over the full range, at
 * 1,700 USDC per WETH, it is worth 2 √1700, about 82 USDC.
 */
export const LIQUIDITY_UNIT = 10n ** 12n;
