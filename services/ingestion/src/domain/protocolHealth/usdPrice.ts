import { baseCurrencyOf, type LendingBook, type LendingReserve } from '@gimbal/margin';

export interface UsdPrice {
  /** Of one smallest unit of the token. */
  readonly unitUsd: number;
  readonly updatedAtUs: bigint;
}

/** The oracle's price of a reserve's asset in dollars, or why there is none. */
export function usdPrice(book: LendingBook, reserve: LendingReserve | undefined): UsdPrice | string {
  if (reserve === undefined) return 'its parameters were not observed';
  const price = book.prices.get(reserve.oracleFeed);
  if (price === undefined) return `no round of ${reserve.oracleFeed} was observed`;
  const { symbol } = baseCurrencyOf(reserve.ruleset);
  if (symbol !== 'USD') return `the market's prices are in ${symbol}`;
  const unitUsd = Number(price.answer) / 10 ** (price.decimals + reserve.decimals);
  return { unitUsd, updatedAtUs: price.updatedAtUs };
}
