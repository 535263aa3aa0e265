import type { Quantity } from './readReference.ts';
import type { Black76Reference } from './readReference.ts';

const DAYS_PER_YEAR = 365;
const VOL_POINT = 0.01;

/** For each quantity a size that its error is held against, one number a row. */
export type Sizes = Readonly<Record<Quantity, Float64Array>>;

/**
 * The largest term of each formula of Black-76, in the units of the quantity. Where terms nearly cancel no method can do
 * better than its rounding of the largest: d2 is a difference of x/s and s/2 (x = ln(F/K), s = σ√τ), a price one of
 * two legs, theta and charm with a rate a difference of what carries and what decays.
 */
export function largestTerms({ rows, inputs, exact }: Black76Reference): Sizes {
  return fill(rows, (row) => {
    const { forward, tauYears, vol, ratePer1, deviation, skew } = sizesOf(inputs, row);
    const of = (quantity: Quantity): number => Math.abs(exact[quantity].high[row]!);
    // Both legs of the price: F·delta, and the strike's, which rho carries times τ.
    const price = Math.max(forward * of('delta'), of('rhoPer1') / tauYears);
    const vegaPer1 = of('vegaPerVolPoint') / VOL_POINT;
    const densityTimesD = (vegaPer1 / (forward * Math.sqrt(tauYears))) * Math.max(skew, deviation / 2);
    const decay = (vegaPer1 * vol) / (2 * tauYears);
    return {
      price,
      delta: of('delta'),
      gammaPerUsd: of('gammaPerUsd'),
      vegaPerVolPoint: of('vegaPerVolPoint'),
      thetaPerDay: Math.max(Math.abs(ratePer1) * price, decay) / DAYS_PER_YEAR,
      rhoPer1: of('rhoPer1'),
      forwardRhoPer1: tauYears * price,
      vannaPerVolPoint: (densityTimesD / vol) * VOL_POINT,
      volgaPerVolPointSquared: (vegaPer1 / vol) * Math.max(skew, deviation / 2) ** 2 * VOL_POINT ** 2,
      charmPerDay: Math.max(Math.abs(ratePer1) * of('delta'), densityTimesD / (2 * tauYears)) / DAYS_PER_YEAR,
    };
  });
}

/**
 * What each quantity comes to at the money: the yardstick of an absolute error, and of what is too small to matter. A
 * value below 1e-12 of it can't be told from nil on any position that one can hold.
 */
export function naturalScales({ rows, inputs }: Black76Reference): Sizes {
  return fill(rows, (row) => {
    const { forward, strike, tauYears, vol, deviation, discount } = sizesOf(inputs, row);
    const value = forward * discount;
    return {
      price: value,
      delta: discount,
      gammaPerUsd: discount / (forward * deviation),
      vegaPerVolPoint: value * Math.sqrt(tauYears) * VOL_POINT,
      thetaPerDay: (value * vol) / Math.sqrt(tauYears) / DAYS_PER_YEAR,
      rhoPer1: strike * discount * tauYears,
      forwardRhoPer1: value * tauYears,
      vannaPerVolPoint: (discount / vol) * VOL_POINT,
      volgaPerVolPointSquared: ((value * Math.sqrt(tauYears)) / vol) * VOL_POINT ** 2,
      charmPerDay: discount / tauYears / DAYS_PER_YEAR,
    };
  });
}

function sizesOf(inputs: Black76Reference['inputs'], row: number) {
  const forward = inputs.forward[row]!;
  const strike = inputs.strike[row]!;
  const tauYears = inputs.tauYears[row]!;
  const vol = inputs.vol[row]!;
  const ratePer1 = inputs.ratePer1[row]!;
  const deviation = vol * Math.sqrt(tauYears);
  const near = Math.abs(forward - strike) < strike / 2;
  const logRatio = near ? Math.log1p((forward - strike) / strike) : Math.log(forward) - Math.log(strike);
  const skew = Math.abs(logRatio) / deviation;
  return { forward, strike, tauYears, vol, ratePer1, deviation, skew, discount: Math.exp(-ratePer1 * tauYears) };
}

function fill(rows: number, sizes: (row: number) => Record<Quantity, number>): Sizes {
  const columns: Partial<Record<Quantity, Float64Array>> = {};
  for (let row = 0; row < rows; row++) {
    for (const [quantity, size] of Object.entries(sizes(row)) as [Quantity, number][]) {
      (columns[quantity] ??= new Float64Array(rows))[row] = size;
    }
  }
  return columns as Sizes;
}
