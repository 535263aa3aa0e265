import { normalCdf } from '../normal/normalCdf.js';
import { normalPdf } from '../normal/normalPdf.js';

/** Newton on a smooth, nearly concave function ends in four to eight steps; the rest is for the corners. */
const STEPS_MAX = 60;

/** Relative width at which a deviation is taken as found: far below the tick of any venue. */
const RELATIVE_WIDTH = 1e-13;

/** Deviations beyond which a price is the bound itself in doubles. */
const DEVIATION_MIN = 1e-9;
const DEVIATION_MAX = 60;

/**
 * The total deviation σ√τ at which an out-of-the-money option with |ln(K/F)| = `absK` has the undiscounted value `value`,
 * as a fraction of the lesser of forward and strike: between 0 and 1. By the symmetry of Black's formula calls and puts
 * are one function there. Newton on the logarithm of the price, kept inside a bracket. NaN when `value` isn't in (0, 1).
 */
export function impliedDeviation(value: number, absK: number, guess = Number.NaN): number {
  if (!(value > 0 && value < 1) || !(absK >= 0)) return Number.NaN;
  let low = DEVIATION_MIN;
  let high = DEVIATION_MAX;
  // At √(2|k|) the price bends as little as it can; below a twentieth of that the price is 0 in doubles.
  let deviation = guess > low && guess < high ? guess : Math.max(Math.sqrt(2 * absK), Math.min(1, 2.5 * value));
  const growth = Math.exp(absK);
  for (let step = 0; step < STEPS_MAX; step++) {
    const d1 = -absK / deviation + deviation / 2;
    const price = normalCdf(d1) - growth * normalCdf(d1 - deviation);
    if (price > value) high = deviation;
    else low = deviation;
    const perDeviation = normalPdf(d1);
    const newton = price > 0 ? deviation - (price * Math.log(price / value)) / perDeviation : Number.NaN;
    const next = newton > low && newton < high ? newton : middle(low, high);
    if (Math.abs(next - deviation) <= RELATIVE_WIDTH * deviation) return next;
    deviation = next;
  }
  return deviation;
}

/** Geometric, as the bracket spans ten powers of ten. */
function middle(low: number, high: number): number {
  return Math.sqrt(low * high);
}
