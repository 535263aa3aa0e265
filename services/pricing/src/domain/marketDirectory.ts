import type { PoolTokens } from '@gimbal/quant';

/** Where the price of each thing comes from. What is not in here can't be listed. */
export interface MarketDirectory {
  /** By the underlying's symbol: the pool whose price is its spot. */
  readonly underlyings: ReadonlyMap<string, UnderlyingSource>;
  /** Coins that are one whole underlying each: WETH is ETH. */
  readonly wrappedCoins: ReadonlyMap<string, string>;
  /** Dollar coins by symbol: the oracle feed that prices each. Their underlying is USD. */
  readonly dollarCoins: ReadonlyMap<string, string>;
  /** Pools that hold liquidity positions, by `chain:address`; of Uniswap v4 by `chain:poolId`. */
  readonly pools: ReadonlyMap<string, PoolSource>;
  /** Power perpetuals by `chain:SYMBOL`. */
  readonly powerPerps: ReadonlyMap<string, PowerPerpSource>;
}

export interface UnderlyingSource {
  readonly spotFeed: string;
  readonly tokens: PoolTokens;
  /** Other feeds that say the same price and are weighed against the pool: oracles, and pools with tokens of their own. */
  readonly otherFeeds?: readonly OtherFeed[];
}

export interface OtherFeed {
  readonly feed: string;
  /** Of a pool; an oracle has none. */
  readonly tokens?: PoolTokens;
}

/** A pool of an underlying against a dollar coin, which is counted as a dollar in the pool's price. */
export interface PoolSource extends UnderlyingSource {
  readonly underlying: string;
  /** The pool's fee as a fraction, where it never changes and its feed doesn't say it; without it fees are not known. */
  readonly feePer1?: number;
  /**
   * Hooks (addresses, lower case) that return deltas, and of which somebody has made sure that they leave to liquidity
   * what the curve gives it. A pool with any others that do is not modelled.
   */
  readonly trustedHooks?: ReadonlySet<string>;
}

export interface PowerPerpSource {
  readonly underlying: string;
  /** The pool of the token against the underlying's coin, which is its quote. */
  readonly poolFeed: string;
  readonly tokens: PoolTokens;
  readonly normFactorFeed: string;
}

export const USD = 'USD';

const USDC_WETH: PoolTokens = { token0Decimals: 6, token1Decimals: 18, volatileIsToken: 1 };
/** v4 trades the chain's coin itself, whose address is 0 and therefore token0. */
const ETH_USDC: PoolTokens = { token0Decimals: 18, token1Decimals: 6, volatileIsToken: 0 };
const WETH_OSQTH: PoolTokens = { token0Decimals: 18, token1Decimals: 18, volatileIsToken: 1 };

/**
 * The markets that Gimbal's recordings hold (test/data): one pool for ETH beside an oracle, one for oSQTH. Beside them stand
 * the pools of ETH and USDC on Ethereum that hold most of Uniswap's v2 and v4 liquidity, for feeds that speak of them.
 * Wrapped, staked and synthetic assets and shares of debt pools need no row: their feeds name the instrument.
 */
export const RECORDED_MARKETS: MarketDirectory = {
  underlyings: new Map([
    [
      'ETH',
      {
        spotFeed: 'uniswap-v3:polygon:usdc-weth-005',
        tokens: USDC_WETH,
        otherFeeds: [{ feed: 'chainlink:ethereum:ETH-USD' }],
      },
    ],
  ]),
  wrappedCoins: new Map([
    ['ETH', 'ETH'],
    ['WETH', 'ETH'],
  ]),
  dollarCoins: new Map([['USDC', 'chainlink:assumed:USDC-USD']]),
  pools: new Map([
    [
      'polygon:0x45dda9cb7c25131df268515131f647d726f50608',
      { underlying: 'ETH', spotFeed: 'uniswap-v3:polygon:usdc-weth-005', tokens: USDC_WETH, feePer1: 0.0005 },
    ],
    [
      'ethereum:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc',
      { underlying: 'ETH', spotFeed: 'uniswap-v2:ethereum:usdc-weth', tokens: USDC_WETH },
    ],
    [
      'ethereum:0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27',
      { underlying: 'ETH', spotFeed: 'uniswap-v4:ethereum:eth-usdc-005', tokens: ETH_USDC, feePer1: 0.0005 },
    ],
  ]),
  powerPerps: new Map([
    [
      'ethereum:oSQTH',
      {
        underlying: 'ETH',
        poolFeed: 'uniswap-v3:ethereum:weth-osqth-030',
        tokens: WETH_OSQTH,
        normFactorFeed: 'squeeth:ethereum:norm-factor',
      },
    ],
  ]),
};
