import type { EuropeanOption } from '@gimbal/instruments';
import {
  allocateBlack76Inputs,
  allocateBlack76Outputs,
  BLACK76_REASONS,
  black76Columns,
  type Black76OutputColumns,
  VOL_POINT,
} from '@gimbal/quant';
import type { Failure, MarkColumn } from '../frame/marksFrame.js';

/** An option whose inputs are all there, and the row that it is to be valued into. */
export interface OptionTask {
  readonly row: number;
  readonly option: EuropeanOption;
  readonly forwardUsd: number;
  readonly tauYears: number;
  readonly vol: number;
  /** dσ/dk along the smile that it is marked by, k = ln(strike/forward); 0 for a flat one. */
  readonly volSlope: number;
}

/**
 * Delta when the smile moves with the forward, so that each log-moneyness keeps its volatility: the strike's own then
 * changes by dσ/dF = −(dσ/dk)/F, and with it the price by vega times that (Derman, "Regimes of volatility", 1999).
 */
function stickyDelta(delta: number, vegaPerVolPoint: number, volSlope: number, forwardUsd: number): number {
  return delta - (vegaPerVolPoint / VOL_POINT) * (volSlope / forwardUsd) + 0;
}

/** Which Greek of the kernel stands in which column. Rho is the one with spot held, as Deribit and Derive print it. */
const COLUMN_OF = [
  ['priceUsd', 'price'],
  ['delta', 'delta'],
  ['gammaPerUsd', 'gammaPerUsd'],
  ['vegaUsdPerVolPoint', 'vegaPerVolPoint'],
  ['thetaUsdPerDay', 'thetaPerDay'],
  ['rhoUsd', 'rhoPer1'],
  ['vanna', 'vannaPerVolPoint'],
  ['volga', 'volgaPerVolPointSquared'],
  ['charmPerDay', 'charmPerDay'],
] as const satisfies readonly (readonly [MarkColumn, keyof Black76OutputColumns])[];

/**
 * Values options with Black-76 at a rate of 0, all in one pass of the kernel, and writes their rows. A linear and an
 * inverse option of the same terms are worth the same dollars; the inverse one's premium was paid in coin, and that
 * coin stands in the trade's quote leg with a delta of its own. Returns the rows that the kernel refused.
 */
export function valueOptions(
  tasks: readonly OptionTask[],
  columns: Readonly<Record<MarkColumn, Float64Array>>,
): ReadonlyMap<number, Failure> {
  const inputs = allocateBlack76Inputs(tasks.length);
  const outputs = allocateBlack76Outputs(tasks.length);
  for (const [i, { option, forwardUsd, tauYears, vol }] of tasks.entries()) {
    inputs.forward[i] = forwardUsd;
    inputs.strike[i] = option.strike;
    inputs.tauYears[i] = tauYears;
    inputs.vol[i] = vol;
    inputs.isPut[i] = option.right === 'put' ? 1 : 0;
  }
  black76Columns(inputs, outputs);
  const refused = new Map<number, Failure>();
  for (const [i, { row, forwardUsd, vol, volSlope }] of tasks.entries()) {
    const reason = BLACK76_REASONS[outputs.reason[i]!]!;
    if (reason !== 'valued') {
      const text = `Expected inputs that Black-76 can value, the kernel said ${reason}.`;
      refused.set(row, { code: 'out_of_range', reason: text, valueKept: false });
      continue;
    }
    for (const [column, greek] of COLUMN_OF) columns[column][row] = outputs[greek][i]! + 0;
    columns.forwardUsd[row] = forwardUsd;
    columns.vol[row] = vol;
    columns.carryUsdPerDay[row] = 0;
    columns.deltaStickyDelta[row] = stickyDelta(outputs.delta[i]!, outputs.vegaPerVolPoint[i]!, volSlope, forwardUsd);
    columns.lvrUsdPerDay[row] = 0;
    columns.shortChargeUsdPerDay[row] = 0;
  }
  return refused;
}
