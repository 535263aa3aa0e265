import type { PowerFuture } from '@gimbal/instruments';
import { powerPerpetual, valueInstrument } from '@gimbal/quant';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { modelValuation } from './modelValuation.js';
import { spotPrice } from './spotPrice.js';
import type { Valuation } from './valuation.js';

const HOURS_PER_YEAR = 365 * 24;

/**
 * One power perpetual of a venue by its model at spot, the flat volatility and a rate of 0. It has no normalisation
 * factor that shrinks: the holder pays the same amount in cash, so what the model calls theta is carry, and charm is 0.
 */
export function valuePowerFuture(future: PowerFuture, view: MarketView, inputs: Inputs): Valuation {
  const { underlying, power, fundingHours } = future;
  const spotUsd = spotPrice(underlying, view, inputs);
  const vol = inputs.read(view.volFeeds.get(underlying), 'volatility', underlying)?.vol;
  if (spotUsd === undefined || vol === undefined) return undefined;
  const fundingYears = fundingHours / HOURS_PER_YEAR;
  const valuation = modelValuation(
    valueInstrument(powerPerpetual, { spotUsd, power, vol, fundingYears }),
    spotUsd,
    vol,
  );
  if (valuation?.kind !== 'valued') return valuation;
  const { values } = valuation;
  return {
    kind: 'valued',
    values: { ...values, thetaUsdPerDay: 0, charmPerDay: 0, carryUsdPerDay: values.thetaUsdPerDay },
  };
}
