/** A tick on which at least one position begins or ends. */
export interface InitializedTick {
  readonly tick: number;
  /** Liquidity of all positions that begin or end here: the tick counts as initialised while this is above 0. */
  readonly liquidityGross: bigint;
  /** What the liquidity in range gains when the price rises across the tick, and loses when it falls. */
  readonly liquidityNet: bigint;
}

/** What a v3 pool knows that decides how its next swap ends. Prices and amounts raw, as the contract stores them. */
export interface Univ3PoolState {
  readonly sqrtPriceX96: bigint;
  /** Kept beside the price: after a fall that ends exactly on an initialised tick it is one lower than the price's. */
  readonly tick: number;
  /** Liquidity in range. */
  readonly liquidity: bigint;
  /** Ascending by tick, none twice. */
  readonly ticks: readonly InitializedTick[];
  readonly tickSpacing: number;
  /** Millionths, 3,000 for the 0.3 % pool. */
  readonly feePips: bigint;
  /** Which part of each step's fee the protocol keeps, one in `feeProtocol`; 0 for nothing. It moves no price. */
  readonly feeProtocol: bigint;
}
