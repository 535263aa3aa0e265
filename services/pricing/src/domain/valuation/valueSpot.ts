import type { Spot } from '@gimbal/instruments';
import { spotGreeks } from '@gimbal/quant';
import { FLAT_VALUES } from '../frame/marksFrame.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { spotPrice } from './spotPrice.js';
import type { Valuation } from './valuation.js';

/** One coin. A dollar coin stands under USD, so its delta in dollars is its price. */
export function valueSpot({ asset }: Spot, view: MarketView, inputs: Inputs): Valuation {
  const dollarFeed = view.directory.dollarCoins.get(asset);
  if (dollarFeed !== undefined) {
    const priceUsd = inputs.read(dollarFeed, 'oracle', dollarFeed)?.priceUsd;
    if (priceUsd === undefined) return undefined;
    return { kind: 'valued', values: { ...FLAT_VALUES, priceUsd, forwardUsd: priceUsd, delta: priceUsd } };
  }
  const priceUsd = spotPrice(view.directory.wrappedCoins.get(asset) ?? asset, view, inputs);
  if (priceUsd === undefined) return undefined;
  const { valueUsd, deltaUnits } = spotGreeks(priceUsd);
  return { kind: 'valued', values: { ...FLAT_VALUES, priceUsd: valueUsd, forwardUsd: priceUsd, delta: deltaUnits } };
}
