import type { Contract } from '../contracts.ts';
import type { Hex } from '../localChain.ts';

/** One listed token with the contracts that hold its balances. */
export interface MarketReserve {
  readonly symbol: string;
  readonly decimals: number;
  readonly token: Contract;
  readonly aToken: Contract;
  readonly stableDebtToken: Contract;
  readonly variableDebtToken: Contract;
}

/** An Aave v2 deployment on the local chain. */
export interface Market {
  readonly admin: Hex;
  readonly pool: Contract;
  readonly oracle: Contract;
  readonly reserves: readonly MarketReserve[];
}

export function reserveOf(market: Market, symbol: string): MarketReserve {
  const reserve = market.reserves.find((candidate) => candidate.symbol === symbol);
  if (reserve === undefined) throw new Error(`Expected ${symbol} to be listed, it is not`);
  return reserve;
}
