import { deriveSviVol } from '@gimbal/quant';
import type { DeriveExpiry } from './deriveMarket.js';

/** The mark volatility of a strike: its own if the feed names it, else the slice's. Undefined without either, NaN where the slice has no variance. */
export function markVol(expiry: DeriveExpiry, strikeUsd: number): number | undefined {
  const named = expiry.markVols?.find((mark) => mark.strikeUsd === strikeUsd);
  if (named !== undefined) return named.vol;
  const { svi } = expiry;
  return svi === undefined ? undefined : deriveSviVol(svi, strikeUsd, svi.forwardUsd, svi.refTauYears);
}
