import type { Contract } from '../contracts.ts';
import type { Hex } from '../localChain.ts';

/** One listed token with the contracts that hold its balances. */
export interface MarketReserve {
  readonly symbol: string;
  readonly decimals: number;
  readonly token: Contract;
  readonly aToken: Contract;
  readonly variableDebtToken: Contract;
}

/** An e-mode category as it was configured; its terms are read back from the pool before they are used. */
export interface MarketCategory {
  readonly id: number;
  readonly members: readonly string[];
}

/** An Aave v3.0 deployment on the local chain. */
export interface Market {
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
