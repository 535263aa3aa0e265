import type { LocalMarket } from '../desk/localMarket.js';

/** Three perpetuals with the decimals of their ticks and steps. */
export const DYDX_MARKETS: readonly LocalMarket[] = [
  market('BTC-USD', 0, 4, 67_000),
  market('ETH-USD', 1, 3, 26_000),
  market('SOL-USD', 2, 1, 17_500),
];

function market(name: string, priceDecimals: number, sizeDecimals: number, firstPrice: number): LocalMarket {
  return { name, instrumentId: `perp:dydx:${name}`, priceDecimals, sizeDecimals, firstPrice };
}
