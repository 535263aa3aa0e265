/** What one hour brought per unit of liquidity: raw units of each token per raw L. */
export interface FlowHour {
  /** Since 1970. */
  readonly hour: number;
  readonly growth0: number;
  readonly growth1: number;
}

/** How much liquidity in range earns in a pool, or how much is swapped past it. */
export interface PoolFlowRow {
  readonly firstUs: bigint;
  readonly lastUs: bigint;
  /** The growth is fees. Otherwise it is what was swapped in, of which the pool's fee is a part. */
  readonly isFees: boolean;
  /** The last {@link FEE_PACE_HOURS} hours that brought something, oldest first. */
  readonly hours: readonly FlowHour[];
}

/** What came with one observation of a pool. */
export interface FlowGrowth {
  readonly observedAtUs: bigint;
  readonly isFees: boolean;
  readonly growth0: number;
  readonly growth1: number;
}
