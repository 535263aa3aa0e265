import type { ArtifactShelf } from '../artifacts.ts';
import type { Contract } from '../contracts.ts';
import type { Hex } from '../localChain.ts';
import type { AaveVersion } from './aaveVersion.ts';

/** One listed token with the contracts that hold its balances. */
export interface MarketReserve {
  readonly symbol: string;
  readonly decimals: number;
  /** The price it was listed at, by which accounts are sized. */
  readonly listedPriceUsd: number;
  readonly token: Contract;
  readonly aToken: Contract;
  readonly variableDebtToken: Contract;
}

/** An e-mode category as it was configured; its terms are read back from the pool before they are used. */
export interface MarketCategory {
  readonly id: number;
  /** What an account in it supplies. */
  readonly members: readonly string[];
  /** What an account in it may owe; its members unless given. */
  readonly borrowable?: readonly string[];
  /** Where the oracle keeps the category's own price, in versions that have one. */
  readonly priceSource?: Hex;
}

/** A deployment of one version of Aave on the local chain. */
export interface Market {
  readonly version: AaveVersion;
  readonly shelf: ArtifactShelf;
  readonly admin: Hex;
  readonly treasury: Hex;
  readonly pool: Contract;
  readonly configurator: Contract;
  readonly oracle: Contract;
  readonly reserves: readonly MarketReserve[];
  readonly categories: readonly MarketCategory[];
}

export function reserveOf(market: Market, symbol: string): MarketReserve {
  const reserve = market.reserves.find((candidate) => candidate.symbol === symbol);
  if (reserve === undefined) throw new Error(`Expected ${symbol} to be listed, it is not`);
  return reserve;
}
