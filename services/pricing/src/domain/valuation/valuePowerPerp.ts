import type { PowerPerp } from '@gimbal/instruments';
import { powerPerpGreeksAtMark, priceUsdAtTick } from '@gimbal/quant';
import { FLAT_VALUES } from '../frame/marksFrame.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { spotPrice } from './spotPrice.js';
import type { Valuation } from './valuation.js';

/**
 * One power-perpetual token at its own pool's price in coin times the coin's USD price. Greeks are the model's,
 * scaled to that mark: 2V/S and 2V/S², theta and vega at the variance that mark and normalisation factor imply. Theta
 * holds the funding, which the holder pays through the factor, so the carry is 0.
 */
export function valuePowerPerp({ chain, symbol }: PowerPerp, view: MarketView, inputs: Inputs): Valuation {
  const source = view.directory.powerPerps.get(`${chain}:${symbol}`);
  if (source === undefined) return undefined;
  const pool = inputs.read(source.poolFeed, 'pool', source.poolFeed);
  const factor = inputs.read(source.normFactorFeed, 'normFactor', source.normFactorFeed);
  const spotUsd = spotPrice(source.underlying, view, inputs);
  if (pool === undefined || factor === undefined || spotUsd === undefined) return undefined;
  const markUsd = priceUsdAtTick(pool.tick, source.tokens) * spotUsd;
  const greeks = powerPerpGreeksAtMark({ normFactor: factor.normFactor, spotUsd, markUsd });
  return {
    kind: 'valued',
    values: {
      ...FLAT_VALUES,
      priceUsd: greeks.valueUsd,
      forwardUsd: spotUsd,
      // Below the index no volatility explains the mark.
      vol: Number.isNaN(greeks.vol) ? 0 : greeks.vol,
      delta: greeks.deltaUnits,
      gammaPerUsd: greeks.gammaUnitsPerUsd,
      vegaUsdPerVolPoint: greeks.vegaPerVolPoint,
      thetaUsdPerDay: greeks.thetaPerDay,
    },
  };
}
