import type { QuoteColumns } from './screenQuotes.js';
import type { SliceFit, SviParameters } from './surfaceTypes.js';
import { sviTotalVariance } from './sviTotalVariance.js';

/** How a slice meets quotes: how many bid-ask intervals hold it, and its distance from the mids in vol, weighted by vega. */
export function sliceFit(svi: SviParameters, quotes: QuoteColumns, tauYears: number): SliceFit {
  let insideBidAsk = 0;
  let vegaSum = 0;
  let squares = 0;
  let worstVol = 0;
  for (let i = 0; i < quotes.length; i++) {
    const vol = Math.sqrt(sviTotalVariance(svi, quotes.k[i]!) / tauYears);
    if (vol >= quotes.bidVol[i]! && vol <= quotes.askVol[i]!) insideBidAsk++;
    const apart = Math.abs(vol - quotes.midVol[i]!);
    vegaSum += quotes.vega[i]!;
    squares += quotes.vega[i]! * apart * apart;
    worstVol = Math.max(worstVol, apart);
  }
  const vegaWeightedRmseVol = vegaSum > 0 ? Math.sqrt(squares / vegaSum) : 0;
  return { quotesUsed: quotes.length, insideBidAsk, vegaSum, vegaWeightedRmseVol, worstVol };
}
