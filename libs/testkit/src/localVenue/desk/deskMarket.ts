import type { MarketTerms } from '../market/marketState.js';
import type { LocalMarket } from './localMarket.js';

/** A market as the account trades it: sizes are whole contracts. */
export function deskMarket({ decimals, id, startTicks, symbol }: MarketTerms): LocalMarket {
  return { name: symbol, instrumentId: id, priceDecimals: decimals, sizeDecimals: 0, firstPrice: startTicks };
}
