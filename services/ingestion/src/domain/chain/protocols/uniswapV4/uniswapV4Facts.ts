/** What logs and answers say about v4 pools; `pool` is the hash of a pool's key. */
export type UniswapV4PoolFact =
  | { readonly kind: 'v4_priced'; readonly pool: string; readonly sqrtPriceX96: bigint; readonly tick: number }
  | {
      readonly kind: 'v4_swapped';
      readonly pool: string;
      /** What the pool received of each token; 0 for the one that it paid. */
      readonly amount0In: bigint;
      readonly amount1In: bigint;
      readonly sqrtPriceX96: bigint;
      readonly liquidity: bigint;
      readonly tick: number;
      readonly lpFeePips: number;
    }
  | {
      readonly kind: 'v4_liquidity_changed';
      readonly pool: string;
      /** Who called the manager: for a position with a number the position manager. */
      readonly sender: string;
      /** What tells the sender's positions of a range apart: the number, at the position manager. */
      readonly salt: bigint;
      readonly lowerTick: number;
      readonly upperTick: number;
      readonly liquidity: bigint;
    }
  | { readonly kind: 'v4_donated'; readonly pool: string; readonly amount0: bigint; readonly amount1: bigint }
  | { readonly kind: 'v4_liquidity_read'; readonly pool: string; readonly liquidity: bigint }
  /** Words of the pool manager's storage. */
  | {
      readonly kind: 'v4_storage_read';
      readonly words: readonly { readonly slot: string; readonly word: bigint }[];
    };

export type UniswapV4PositionFact =
  | { readonly kind: 'v4_nft_moved'; readonly tokenId: bigint; readonly from: string; readonly to: string }
  /** Where a position lies; its liquidity or its pair too, where the call says it. */
  | {
      readonly kind: 'v4_nft_read';
      readonly tokenId: bigint;
      /** Whose it was when it was read; undefined where that wasn't asked. */
      readonly accountId: string | undefined;
      /** The pair of the pool, the zero address for the chain's own coin. Said by the position manager, and so is the read. */
      readonly currencies: readonly [string, string] | undefined;
      readonly pool: string;
      readonly lowerTick: number;
      readonly upperTick: number;
      readonly liquidity: bigint | undefined;
    };

export type UniswapV4Fact = UniswapV4PoolFact | UniswapV4PositionFact;
