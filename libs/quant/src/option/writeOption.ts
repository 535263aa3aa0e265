import type { Black76OutputColumns } from '../black76/black76Types.js';
import { AT } from '../instrument/instrumentOutputs.js';
import { DAYS_PER_YEAR, SECONDS_PER_YEAR } from '../units.js';
import { FIELD_AT } from './optionFields.js';
import { settlementForward, shareToCome } from './settlementAverage.js';

/**
 * Writes an option from row `at` of the Black-76 kernel, which valued it on the settlement forward G. Of a dollar of the
 * forward only the share that is still to come reaches G, so each derivative by the forward carries that share; rho,
 * which holds spot and moves the forward by τF, carries it too. A row that the kernel refused holds NaN, which is seen
 * by who asks whether the row is finite.
 */
export function writeOption(input: Float64Array, kernel: Black76OutputColumns, at: number, out: Float64Array): void {
  const tauYears = input[FIELD_AT.tauYears]!;
  const averagingSeconds = input[FIELD_AT.averagingSeconds]!;
  const share = shareToCome(tauYears, averagingSeconds);
  const settlementUsd = settlementForward(input[FIELD_AT.forwardUsd]!, input[FIELD_AT.averagedUsd]!, share);
  const price = kernel.price[at]!;
  const kernelDelta = kernel.delta[at]!;
  const delta = kernelDelta * share;
  const gamma = kernel.gammaPerUsd[at]! * share * share;
  out[AT.priceUsd] = price;
  out[AT.delta] = delta;
  out[AT.gammaPerUsd] = gamma;
  out[AT.vegaUsdPerVolPoint] = kernel.vegaPerVolPoint[at]!;
  out[AT.thetaUsdPerDay] = kernel.thetaPerDay[at]!;
  out[AT.rhoUsd] = kernel.rhoPer1[at]!;
  out[AT.vanna] = kernel.vannaPerVolPoint[at]! * share;
  out[AT.volga] = kernel.volgaPerVolPointSquared[at]!;
  out[AT.charmPerDay] = kernel.charmPerDay[at]! * share;
  if (share < 1) {
    const fixedUsd = settlementUsd - input[FIELD_AT.forwardUsd]! * share;
    out[AT.rhoUsd] = kernel.rhoPer1[at]! - tauYears * kernelDelta * fixedUsd;
    out[AT.charmPerDay] = out[AT.charmPerDay]! - (kernelDelta / averagingSeconds) * (SECONDS_PER_YEAR / DAYS_PER_YEAR);
  }
  if (input[FIELD_AT.isInverse] !== 1) {
    out[AT.netDelta] = delta;
    out[AT.netGammaPerUsd] = gamma;
    return;
  }
  const priceCoin = price / settlementUsd;
  const netPerShare = kernelDelta - priceCoin;
  out[AT.priceCoin] = priceCoin;
  out[AT.netDelta] = share * netPerShare;
  out[AT.netGammaPerUsd] = share * share * (kernel.gammaPerUsd[at]! - netPerShare / settlementUsd);
}
