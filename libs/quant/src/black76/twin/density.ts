import { scaledExponential } from './scaledExponential.js';
import { scratch } from './scratch.js';

const { density, discount, exponent, exponentLow } = scratch;

const INVERSE_SQRT_2PI = 0.3989422804014327;
const EXPONENT_MIN = -746;
const EXPONENT_MAX = 746;

/** The normal density from its exponent; the low part of an exponent that was cut means nothing. */
export function writeDensity(rows: number): void {
  for (let i = 0; i < rows; i++) {
    const low = exponent[i]! > EXPONENT_MIN ? exponentLow[i]! : 0;
    density[i] = scaledExponential(Math.max(exponent[i]!, EXPONENT_MIN), low, INVERSE_SQRT_2PI);
  }
}

/** exp(-rate τ), which is 1 for a rate of 0. */
export function writeDiscount(rate: Float64Array, tau: Float64Array, from: number, rows: number): void {
  for (let i = 0; i < rows; i++) {
    const perYear = rate[from + i]!;
    discount[i] = 1;
    if (perYear === 0) continue;
    const argument = Math.min(Math.max(-(perYear * tau[from + i]!), EXPONENT_MIN), EXPONENT_MAX);
    discount[i] = scaledExponential(argument, 0, 1);
  }
}
