/** What logs and answers of a Uniswap v3 pool say; amounts in the tokens' integers, growths in 1/2^128 of them. */
export type UniswapV3PoolFact =
  | { readonly kind: 'pool_priced'; readonly sqrtPriceX96: bigint; readonly tick: number }
  | {
      readonly kind: 'pool_swapped';
      /** What the pool received, below 0 what it paid. */
      readonly amount0: bigint;
      readonly amount1: bigint;
      readonly sqrtPriceX96: bigint;
      readonly liquidity: bigint;
      readonly tick: number;
    }
  | {
      readonly kind: 'pool_liquidity_changed';
      readonly owner: string;
      readonly lowerTick: number;
      readonly upperTick: number;
      /** Below 0 for a burn. */
      readonly liquidity: bigint;
    }
  | {
      readonly kind: 'pool_collected';
      readonly owner: string;
      readonly lowerTick: number;
      readonly upperTick: number;
      readonly amount0: bigint;
      readonly amount1: bigint;
    }
  | { readonly kind: 'pool_liquidity_read'; readonly liquidity: bigint }
  | { readonly kind: 'fee_growth_read'; readonly token: 0 | 1; readonly growthX128: bigint }
  /** What an owner has in a range, by the pool's own key. */
  | {
      readonly kind: 'pool_position_read';
      readonly key: string;
      readonly liquidity: bigint;
      readonly inside0LastX128: bigint;
      readonly inside1LastX128: bigint;
      readonly owed0: bigint;
      readonly owed1: bigint;
    }
  | {
      readonly kind: 'tick_read';
      readonly tick: number;
      readonly liquidityNet: bigint;
      readonly outside0X128: bigint;
      readonly outside1X128: bigint;
    };

/** What logs and answers of the position manager say; `tokenId` names the position. */
export type UniswapV3PositionFact =
  | { readonly kind: 'nft_moved'; readonly tokenId: bigint; readonly from: string; readonly to: string }
  /** Below 0 it shrank. */
  | { readonly kind: 'nft_liquidity_changed'; readonly tokenId: bigint; readonly liquidity: bigint }
  | { readonly kind: 'nft_collected'; readonly tokenId: bigint; readonly amount0: bigint; readonly amount1: bigint }
  | {
      readonly kind: 'nft_read';
      readonly tokenId: bigint;
      /** Whose it was when it was read; undefined where that wasn't asked. */
      readonly accountId: string | undefined;
      readonly pool: string;
      readonly token0: string;
      readonly token1: string;
      readonly lowerTick: number;
      readonly upperTick: number;
      readonly liquidity: bigint;
      readonly inside0LastX128: bigint;
      readonly inside1LastX128: bigint;
      readonly owed0: bigint;
      readonly owed1: bigint;
    }
  /** All that the owner would get by collecting now. */
  | { readonly kind: 'nft_owed_read'; readonly tokenId: bigint; readonly owed0: bigint; readonly owed1: bigint };
