import { expOfMinusSquare } from './expOfMinusSquare.js';

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** Density of the standard normal distribution. */
export function normalPdf(x: number): number {
  return INVERSE_SQRT_TWO_PI * expOfMinusSquare(x, 0.5);
}
