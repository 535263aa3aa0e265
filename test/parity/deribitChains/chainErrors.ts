import { allocateBlack76Inputs, allocateBlack76Outputs, black76Columns } from '@gimbal/quant';
import type { ChainRow } from './readChain.ts';
import type { ErrorPercentiles } from './statedNoise.ts';

/** Absolute errors by row; infinite where the venue could value an option and we couldn't. */
export interface ChainErrors {
  readonly mark: Float64Array;
  readonly delta: Float64Array;
  readonly vega: Float64Array;
}

/**
 * Our mark (Black-76 at rate 0 over the forward, so in coin), delta and vega at the venue's own volatility, forward and
 * time, beside what it printed. A vega below one dollar is compared in cents, as the data's own validation does.
 */
export function chainErrors(rows: readonly ChainRow[]): ChainErrors {
  const inputs = allocateBlack76Inputs(rows.length);
  const out = allocateBlack76Outputs(rows.length);
  rows.forEach((row, i) => {
    inputs.forward[i] = row.forward;
    inputs.strike[i] = row.strike;
    inputs.tauYears[i] = row.tauYears;
    inputs.vol[i] = row.vol;
    inputs.isPut[i] = row.right === 'put' ? 1 : 0;
  });
  black76Columns(inputs, out);
  const error = (of: (row: ChainRow, i: number) => number) => {
    return Float64Array.from(rows, (row, i) => (out.reason[i] === 0 ? Math.abs(of(row, i)) : Number.POSITIVE_INFINITY));
  };
  return {
    mark: error((row, i) => out.price[i]! / row.forward - row.mark),
    delta: error((row, i) => out.delta[i]! - row.delta),
    vega: error((row, i) => (out.vegaPerVolPoint[i]! - row.vegaPerVolPoint) / Math.max(1, row.vegaPerVolPoint)),
  };
}

/** The middle and the 99th percentile of each error: the value at that share of the sorted rows, not between two. */
export function errorPercentiles(errors: ChainErrors): ErrorPercentiles {
  return [errors.mark, errors.delta, errors.vega].flatMap((column) => {
    const sorted = column.slice().sort();
    return [0.5, 0.99].map((share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
  });
}

/** Errors of several sets of rows as those of one. */
export function joinErrors(parts: readonly ChainErrors[]): ChainErrors {
  const joined = (of: (part: ChainErrors) => Float64Array) => {
    return Float64Array.from(parts.flatMap((part) => Array.from(of(part))));
  };
  return { mark: joined((p) => p.mark), delta: joined((p) => p.delta), vega: joined((p) => p.vega) };
}
