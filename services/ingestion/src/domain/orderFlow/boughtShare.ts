import { normalCdf } from '@gimbal/quant';
import { VARIANCE_KEPT } from './limits.js';

/**
 * Bulk volume classification: the share of a volume that was bought is N(ΔP/σ) of the price change with it (Easley, López
 * de Prado and O'Hara, 2012, equation 2). Half, before a change was seen. The paper takes σ over the sample; here it is
 * that of the changes before, the newer the heavier, so that nothing later is known.
 */
export function boughtShare(priceChange: number, variance: number | undefined): number {
  if (variance === undefined || variance === 0) return 0.5;
  return normalCdf(priceChange / Math.sqrt(variance));
}

/** The variance of price changes with one more in it. */
export function varianceWith(variance: number | undefined, priceChange: number): number {
  const square = priceChange * priceChange;
  return variance === undefined ? square : VARIANCE_KEPT * variance + (1 - VARIANCE_KEPT) * square;
}
