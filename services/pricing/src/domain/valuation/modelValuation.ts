import type { InstrumentResult } from '@gimbal/quant';
import { FLAT_VALUES } from '../frame/marksFrame.js';
import type { Valuation } from './valuation.js';

/** The row of an instrument that a model values from spot and a volatility; a loss to arbitrage is one of its numbers. */
export function modelValuation(result: InstrumentResult, spotUsd: number, vol: number): Valuation {
  if (result.kind === 'failure') {
    const reason = `Expected ${result.expected} as ${result.field}, was ${result.found}.`;
    return { kind: 'failed', failure: { code: 'out_of_range', reason, valueKept: false } };
  }
  const { values } = result;
  return {
    kind: 'valued',
    values: {
      ...FLAT_VALUES,
      priceUsd: values.priceUsd,
      forwardUsd: spotUsd,
      vol,
      delta: values.delta,
      gammaPerUsd: values.gammaPerUsd,
      vegaUsdPerVolPoint: values.vegaUsdPerVolPoint,
      thetaUsdPerDay: values.thetaUsdPerDay,
      rhoUsd: values.rhoUsd,
      vanna: values.vanna,
      volga: values.volga,
      charmPerDay: values.charmPerDay,
      carryUsdPerDay: values.carryUsdPerDay,
      lvrUsdPerDay: -values.lvrUsdPerDay + 0,
    },
  };
}
