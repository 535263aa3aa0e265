import { formatInstrument, type WrappedAsset } from '@gimbal/instruments';
import { valueInstrument, wrappedAsset } from '@gimbal/quant';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { missingFeed, missingRate } from './missingFeed.js';
import { modelValuation } from './modelValuation.js';
import { spotPrice } from './spotPrice.js';
import { trackerWorth } from './trackerWorth.js';
import type { Valuation } from './valuation.js';

/**
 * One wrapped or staked token at its own price, or at what it redeems for where no feed has one; what it tracks is the
 * redemption value, so that price less that is the basis. A wrapped one redeems one to one unless a feed says otherwise.
 */
export function valueWrapped(asset: WrappedAsset, view: MarketView, inputs: Inputs): Valuation {
  const id = formatInstrument(asset);
  if (!view.markFeeds.has(id)) return { kind: 'failed', failure: missingFeed(asset) };
  const worth = trackerWorth(id, view, inputs);
  const underlyingUsd = spotPrice(asset.underlying, view, inputs);
  if (worth === undefined || underlyingUsd === undefined) return undefined;
  const ratePerUnit = worth.rate ?? (asset.kind === 'wrapped' ? 1 : undefined);
  if (ratePerUnit === undefined) return { kind: 'failed', failure: missingRate(asset) };
  const trackedUsd = ratePerUnit * underlyingUsd;
  const marketUsd = worth.marketUsd ?? trackedUsd;
  const terms = { underlyingUsd, ratePerUnit, marketUsd, yieldPer1: worth.yieldPer1 };
  const valuation = modelValuation(valueInstrument(wrappedAsset, terms), underlyingUsd, 0);
  return valuation?.kind === 'valued' ? { ...valuation, values: { ...valuation.values, trackedUsd } } : valuation;
}
