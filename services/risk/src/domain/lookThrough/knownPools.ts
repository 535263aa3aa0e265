import type { Instrument } from '@gimbal/instruments';
import type { PoolTokens } from '@gimbal/quant';

/** What a pool holds: the address alone doesn't say. */
export interface PoolCoins extends PoolTokens {
  /** Coins as subjects of `KNOWN_DEPENDENCIES`, token0 first. */
  readonly coins: readonly [string, string];
  /** Risk factors of the token that moves against the other, and of that other. */
  readonly asset: string;
  readonly quoteAsset: string;
  /** Millionths. */
  readonly feePips: number;
}

/**
 * Pools whose coins are known, by `chain:address`; of Uniswap v4 by `chain:poolId`, the hash of coins, fee, tick spacing
 * and hooks. token0, token1 and fee are the pool contracts' own immutables, and of v2 the fee is 0.3 % for all; on
 * Polygon 0x2791… is the USDC that came over the PoS bridge, which since the native one is called USDC.e.
 */
export const KNOWN_POOLS: ReadonlyMap<string, PoolCoins> = new Map<string, PoolCoins>([
  [
    'polygon:0x45dda9cb7c25131df268515131f647d726f50608',
    {
      coins: ['USDC.e@polygon', 'WETH@polygon'],
      asset: 'ETH',
      quoteAsset: 'USDC.e',
      feePips: 500,
      token0Decimals: 6,
      token1Decimals: 18,
      volatileIsToken: 1,
    },
  ],
  [
    'ethereum:0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640',
    {
      coins: ['USDC', 'WETH'],
      asset: 'ETH',
      quoteAsset: 'USDC',
      feePips: 500,
      token0Decimals: 6,
      token1Decimals: 18,
      volatileIsToken: 1,
    },
  ],
  [
    'ethereum:0x4585fe77225b41b697c938b018e2ac67ac5a20c0',
    {
      coins: ['WBTC', 'WETH'],
      asset: 'BTC',
      quoteAsset: 'ETH',
      feePips: 500,
      token0Decimals: 8,
      token1Decimals: 18,
      volatileIsToken: 0,
    },
  ],
  [
    'ethereum:0x82c427adfdf2d245ec51d8046b41c4ee87f0d29c',
    {
      coins: ['WETH', 'oSQTH'],
      asset: 'oSQTH',
      quoteAsset: 'ETH',
      feePips: 3_000,
      token0Decimals: 18,
      token1Decimals: 18,
      volatileIsToken: 1,
    },
  ],
  [
    'ethereum:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
    {
      coins: ['USDC', 'WETH'],
      asset: 'ETH',
      quoteAsset: 'USDC',
      feePips: 3_000,
      token0Decimals: 6,
      token1Decimals: 18,
      volatileIsToken: 1,
    },
  ],
  // v4 trades the chain's coin itself, which rests on nobody.
  [
    'ethereum:0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27',
    {
      coins: ['ETH', 'USDC'],
      asset: 'ETH',
      quoteAsset: 'USDC',
      feePips: 500,
      token0Decimals: 18,
      token1Decimals: 6,
      volatileIsToken: 0,
    },
  ],
]);

type Liquidity = Extract<Instrument, { kind: 'univ2' | 'univ3' | 'univ4' }>;

export function poolKeyOf(instrument: Liquidity): string {
  return `${instrument.chain}:${instrument.kind === 'univ4' ? instrument.poolId : instrument.pool}`;
}

export function coinsOfPool(pool: string): PoolCoins | undefined {
  return KNOWN_POOLS.get(pool);
}
