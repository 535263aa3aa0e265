import type { DeriveExpiry } from './deriveMarket.js';
import { fixedShare } from './fixedShare.js';

/** An expiry after its forward has moved by `factor`: the smile goes with it, and what is fixed of the settlement stays. */
export function movedExpiry(expiry: DeriveExpiry, factor: number): DeriveExpiry {
  const { forwardUsd, svi, markVols, secondsToExpiry } = expiry;
  if (secondsToExpiry <= 0 || forwardUsd === undefined) return expiry;
  const fixedUsd = expiry.forwardFixedUsd ?? forwardUsd * fixedShare(secondsToExpiry);
  const isAveraging = fixedShare(secondsToExpiry) > 0;
  const moved = isAveraging ? fixedUsd + (forwardUsd - fixedUsd) * factor : forwardUsd * factor;
  return {
    ...expiry,
    forwardUsd: moved,
    forwardFixedUsd: isAveraging ? fixedUsd : undefined,
    svi: svi === undefined ? undefined : { ...svi, forwardUsd: svi.forwardUsd * factor },
    // Volatilities that are named by strike have no smile to move along: they stay where they are.
    markVols,
  };
}

/** An expiry with one strike's volatility replaced. */
export function withMarkVol(expiry: DeriveExpiry, strikeUsd: number, vol: number): DeriveExpiry {
  const others = (expiry.markVols ?? []).filter((mark) => mark.strikeUsd !== strikeUsd);
  return { ...expiry, markVols: [...others, { strikeUsd, vol }] };
}
