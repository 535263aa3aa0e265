import type { InstrumentResult } from '@gimbal/quant';
import type { Failure } from '../frame/marksFrame.js';
import { modelValuation } from './modelValuation.js';
import type { Valuation } from './valuation.js';

/** The row of a liquidity position. Where the loss to arbitrage isn't known, fees alone would be half a carry: none is said. */
export function liquidityValuation(
  result: InstrumentResult,
  priceUsd: number,
  vol: number,
  note: Failure | undefined,
): Valuation {
  const valuation = modelValuation(result, priceUsd, vol);
  if (valuation?.kind !== 'valued' || note === undefined) return valuation;
  return { ...valuation, values: { ...valuation.values, carryUsdPerDay: 0 }, note };
}
