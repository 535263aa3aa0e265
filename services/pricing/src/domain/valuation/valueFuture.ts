import { type DatedFuture, formatInstrument } from '@gimbal/instruments';
import { linearFutureGreeks } from '@gimbal/quant';
import { FLAT_VALUES } from '../frame/marksFrame.js';
import { expired, yearsTo } from './expiry.js';
import { forwardPrice } from './forwardPrice.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { markPrice } from './markPrice.js';
import { spotPrice } from './spotPrice.js';
import type { Valuation } from './valuation.js';
import { valueInverse } from './valueInverse.js';

/** One unit of a dated future at its full mark: its own where one is observed, else the forward of its expiry. */
export function valueFuture(future: DatedFuture, view: MarketView, inputs: Inputs): Valuation {
  const tauYears = yearsTo(future.expiryMs, view.timeUs);
  if (tauYears <= 0) return { kind: 'failed', failure: expired(future.expiryMs, view.timeUs) };
  const forward = future.inverse ? ownMark(future, view, inputs) : forwardPrice(future, view, inputs);
  if (forward === undefined) return undefined;
  const { forwardUsd, spotUsd } = forward;
  if (future.inverse) return { kind: 'valued', values: valueInverse(future.contractSizeUsd, forwardUsd, spotUsd) };
  const greeks = linearFutureGreeks({ forwardUsd, spotUsd, entryUsd: 0, tauYears });
  return {
    kind: 'valued',
    values: {
      ...FLAT_VALUES,
      priceUsd: greeks.valueUsd,
      forwardUsd,
      delta: greeks.deltaUnits,
      thetaUsdPerDay: greeks.thetaPerDay + 0,
      rhoUsd: greeks.rhoPer1,
    },
  };
}

/** An inverse future's own mark; without one the forward of the linear contracts stands in. */
function ownMark(future: DatedFuture, view: MarketView, inputs: Inputs): ReturnType<typeof forwardPrice> {
  const id = formatInstrument(future);
  if (!view.markFeeds.has(id)) return forwardPrice(future, view, inputs);
  const mark = markPrice(id, future.underlying, view, inputs);
  const spotUsd = spotPrice(future.underlying, view, inputs);
  return mark === undefined || spotUsd === undefined ? undefined : { forwardUsd: mark.markUsd, spotUsd };
}
