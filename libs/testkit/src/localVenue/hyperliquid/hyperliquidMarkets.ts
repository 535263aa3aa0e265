import type { LocalMarket } from '../desk/localMarket.js';

/** Three perpetuals with the decimals that the venue gives them. */
export const HYPERLIQUID_MARKETS: readonly LocalMarket[] = [
  market('BTC', 0, 5, 67_000),
  market('ETH', 1, 4, 26_000),
  market('SOL', 2, 2, 17_500),
];

function market(name: string, priceDecimals: number, sizeDecimals: number, firstPrice: number): LocalMarket {
  return { name, instrumentId: `perp:hyperliquid:${name}-USD`, priceDecimals, sizeDecimals, firstPrice };
}
