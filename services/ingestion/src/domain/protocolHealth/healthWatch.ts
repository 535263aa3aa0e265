/** A lending deployment whose reserves' health is said. */
export interface ProtocolHealthWatch {
  /** For example aave-v3:polygon. */
  readonly deployment: string;
  readonly reserves: readonly WatchedReserve[];
  /** A figure that moved by more than this since it was last said is said anew: basis points, of 1 for a fraction. */
  readonly stepBps: number;
  /** And everything is said at least this often. */
  readonly everySeconds: number;
}

export interface WatchedReserve {
  readonly asset: string;
  /** Fall of a pool's price up to which the asset is sold for the depth. */
  readonly slippageBps: number;
  readonly pools: readonly DepthPool[];
}

/** A Uniswap v3 or v4 pool in which the asset can be sold. */
export interface DepthPool {
  /** The feed of its PoolObserved. */
  readonly feed: string;
  readonly assetIsToken: 0 | 1;
  readonly feePips: number;
}
