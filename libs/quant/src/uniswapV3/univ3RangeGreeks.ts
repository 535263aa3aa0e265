/** A range in prices of the volatile token, with L in whole tokens (raw L over 10^((d0+d1)/2)). */
export interface Univ3PriceRange {
  readonly liquidity: number;
  readonly lowUsd: number;
  readonly highUsd: number;
  readonly priceUsd: number;
}

export interface Univ3RangeGreeks {
  readonly valueUsd: number;
  readonly deltaUnits: number;
  readonly gammaUnitsPerUsd: number;
  readonly quoteUnits: number;
  readonly region: 'below' | 'inside' | 'above';
}

/**
 * With P the price and [Pa, Pb] the range: inside V = L(2√P - √Pa - P/√Pb), Δ = L(1/√P - 1/√Pb), Γ = -L/(2P^{3/2});
 * at or below Pa all is in the volatile token, at or above Pb all in the quote (Uniswap v3 whitepaper, 6.2.1 and
 * 6.29-6.30). The value is summed from the two amounts, which loses less to cancellation near the ends.
 */
export function univ3RangeGreeks(range: Univ3PriceRange): Univ3RangeGreeks {
  const { liquidity, lowUsd, highUsd, priceUsd } = range;
  const region = priceUsd <= lowUsd ? 'below' : priceUsd >= highUsd ? 'above' : 'inside';
  const sqrtHigh = Math.sqrt(highUsd);
  const sqrtLow = Math.sqrt(lowUsd);
  const sqrtHeld = Math.sqrt(region === 'below' ? lowUsd : region === 'above' ? highUsd : priceUsd);
  const deltaUnits = (liquidity * (sqrtHigh - sqrtHeld)) / (sqrtHeld * sqrtHigh);
  const quoteUnits = liquidity * (sqrtHeld - sqrtLow);
  return {
    valueUsd: deltaUnits * priceUsd + quoteUnits,
    deltaUnits,
    gammaUnitsPerUsd: region === 'inside' ? -liquidity / (2 * priceUsd * sqrtHeld) : 0,
    quoteUnits,
    region,
  };
}
