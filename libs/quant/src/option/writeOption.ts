import type { Black76OutputColumns } from '../black76/black76Types.js';
import type { InstrumentOutputColumns } from '../instrument/instrumentOutputs.js';
import { DAYS_PER_YEAR, SECONDS_PER_YEAR } from '../units.js';
import { settlementForward, shareToCome } from './settlementAverage.js';

/**
 * Writes an option from row `at` of the Black-76 kernel, which valued it on the settlement forward G. Of a dollar of the
 * forward only the share that is still to come reaches G, so each derivative by the forward carries that share; rho,
 * which holds spot and moves the forward by τF, carries it too. A row that the kernel refused holds NaN, which is seen
 * by who asks whether the row is finite.
 */
export function writeOption(
  input: Float64Array,
  kernel: Black76OutputColumns,
  at: number,
  out: InstrumentOutputColumns,
  row: number,
): void {
  const tauYears = input[2]!;
  const averagingSeconds = input[7]!;
  const share = shareToCome(tauYears, averagingSeconds);
  const settlementUsd = settlementForward(input[0]!, input[8]!, share);
  const price = kernel.price[at]!;
  const kernelDelta = kernel.delta[at]!;
  const delta = kernelDelta * share;
  const gamma = kernel.gammaPerUsd[at]! * share * share;
  out.priceUsd[row] = price;
  out.delta[row] = delta;
  out.gammaPerUsd[row] = gamma;
  out.vegaUsdPerVolPoint[row] = kernel.vegaPerVolPoint[at]!;
  out.thetaUsdPerDay[row] = kernel.thetaPerDay[at]!;
  out.rhoUsd[row] = kernel.rhoPer1[at]!;
  out.vanna[row] = kernel.vannaPerVolPoint[at]! * share;
  out.volga[row] = kernel.volgaPerVolPointSquared[at]!;
  out.charmPerDay[row] = kernel.charmPerDay[at]! * share;
  if (share < 1) {
    const fixedUsd = settlementUsd - input[0]! * share;
    out.rhoUsd[row] = kernel.rhoPer1[at]! - tauYears * kernelDelta * fixedUsd;
    out.charmPerDay[row] =
      out.charmPerDay[row]! - (kernelDelta / averagingSeconds) * (SECONDS_PER_YEAR / DAYS_PER_YEAR);
  }
  if (input[6] !== 1) {
    out.netDelta[row] = delta;
    out.netGammaPerUsd[row] = gamma;
    return;
  }
  const priceCoin = price / settlementUsd;
  const netPerShare = kernelDelta - priceCoin;
  out.priceCoin[row] = priceCoin;
  out.netDelta[row] = share * netPerShare;
  out.netGammaPerUsd[row] = share * share * (kernel.gammaPerUsd[at]! - netPerShare / settlementUsd);
}
