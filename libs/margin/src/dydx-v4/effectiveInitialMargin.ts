import type { DydxMarket } from './parameters.js';

/**
 * The initial margin fraction at an open interest: the base up to the lower cap, then in a straight line to the whole
 * notional at the upper cap. Maintenance margin stays on the base.
 */
export function effectiveInitialMargin(market: DydxMarket, openInterestUsd: number): number {
  const { initialMarginFraction, openInterestLowerCapUsd, openInterestUpperCapUsd } = market;
  if (openInterestUpperCapUsd === 0 || openInterestUsd <= openInterestLowerCapUsd) return initialMarginFraction;
  if (openInterestUsd >= openInterestUpperCapUsd) return 1;
  const scaled = (openInterestUsd - openInterestLowerCapUsd) / (openInterestUpperCapUsd - openInterestLowerCapUsd);
  return Math.min(1, initialMarginFraction + scaled * (1 - initialMarginFraction));
}
