import type { Black76Greeks } from './black76Types.js';

/** What changes when an option is paid and margined in its own coin. */
export interface InverseOptionGreeks {
  /** Premium in coin: price over forward. */
  readonly priceCoin: number;
  /** Delta less the coin premium: what a holder who keeps the option as coin equity has to hedge (Deribit's net transaction delta). */
  readonly premiumAdjustedDelta: number;
  /** Slope of the premium-adjusted delta: gamma - delta/F + price/F². */
  readonly premiumAdjustedGammaPerUsd: number;
}

/**
 * Coin-settled view of a Black-76 value. The USD Greeks still hold for what the option is worth in USD; but since it
 * was paid for in coin, the premium is itself coin, and d(price/F)/dF·F = delta - price/F is left to hedge
 * (Deribit support, "NetTransactionDelta = BS delta - mark price in coin").
 */
export function inverseOption(greeks: Black76Greeks, forward: number): InverseOptionGreeks {
  const priceCoin = greeks.price / forward;
  return {
    priceCoin,
    premiumAdjustedDelta: greeks.delta - priceCoin,
    premiumAdjustedGammaPerUsd: greeks.gammaPerUsd - (greeks.delta - priceCoin) / forward,
  };
}
