import { formatInstrument, type Synthetic } from '@gimbal/instruments';
import { debtPoolShare, syntheticAsset, valueInstrument } from '@gimbal/quant';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { missingFeed } from './missingFeed.js';
import { modelValuation } from './modelValuation.js';
import { spotPrice } from './spotPrice.js';
import { trackerWorth } from './trackerWorth.js';
import type { Valuation } from './valuation.js';

/** One synthetic at its own price, or at what it is meant to be worth where no feed has one. */
export function valueSynth(synth: Synthetic, view: MarketView, inputs: Inputs): Valuation {
  const id = formatInstrument(synth);
  if (!view.markFeeds.has(id)) return { kind: 'failed', failure: missingFeed(synth) };
  const worth = trackerWorth(id, view, inputs);
  const referenceUsd = spotPrice(synth.underlying, view, inputs);
  if (worth === undefined || referenceUsd === undefined) return undefined;
  const trackedUsd = (worth.rate ?? 1) * referenceUsd;
  const pegRatio = (worth.marketUsd ?? trackedUsd) / referenceUsd;
  const valuation = modelValuation(valueInstrument(syntheticAsset, { referenceUsd, pegRatio }), referenceUsd, 0);
  return valuation?.kind === 'valued' ? { ...valuation, values: { ...valuation.values, trackedUsd } } : valuation;
}

/**
 * One share of what a pool of synthetics owes, a negative price. Its delta is the share's part of the underlying that the
 * pool is short of; what the debt stands in besides (other assets, dollars) moves its price and none of its Greeks.
 */
export function valueDebtShare(share: Synthetic, view: MarketView, inputs: Inputs): Valuation {
  const id = formatInstrument(share);
  const feeds = view.markFeeds.get(id);
  if (feeds === undefined) return { kind: 'failed', failure: missingFeed(share) };
  const pool = inputs.read(feeds[0], 'debtPool', id);
  const spotUsd = spotPrice(share.underlying, view, inputs);
  if (pool === undefined || spotUsd === undefined) return undefined;
  const poolReferenceUnits = pool.composition
    .filter(({ asset }) => asset === share.underlying)
    .reduce((sum, { units }) => sum + units, 0);
  const terms = { poolShare: 1 / pool.totalShares, poolDebtUsd: pool.totalDebtUsd, poolReferenceUnits };
  return modelValuation(valueInstrument(debtPoolShare, terms), spotUsd, 0);
}
