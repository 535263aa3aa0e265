import type { VolatilityFailure } from './candleTypes.js';

/**
 * Two-scales realised variance of equally spaced log prices (Zhang, Mykland and Aït-Sahalia 2005), with their small-sample
 * factor: the mean of the realised variances on `scale` interleaved grids, less the noise that the finest grid shows. It
 * takes out the bounce between bid and ask, which makes plain realised variance grow without bound as candles get finer.
 * The difference can come out below 0 in a quiet and noisy span; then the mean of the grids stands in, which is positive.
 */
export function twoScalesVariance(
  logPrices: readonly number[],
  scale: number,
): { readonly kind: 'measured'; readonly variance: number; readonly subsampledVariance: number } | VolatilityFailure {
  const n = logPrices.length - 1;
  if (!Number.isInteger(scale) || scale < 2 || n < 2 * scale) {
    const expected = `a whole number from 2 to half the ${n} returns`;
    return { kind: 'failure', reason: 'tooFewCandles', field: 'scale', expected, found: `${scale}` };
  }
  const bad = logPrices.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const field = `logPrices[${bad}]`;
    return { kind: 'failure', reason: 'notFinite', field, expected: 'a finite number', found: `${logPrices[bad]}` };
  }
  const coarse = sumOfSquares(logPrices, scale) / scale;
  const meanReturnsPerGrid = (n - scale + 1) / scale;
  const share = meanReturnsPerGrid / n;
  const corrected = (coarse - share * sumOfSquares(logPrices, 1)) / (1 - share);
  return { kind: 'measured', variance: corrected > 0 ? corrected : coarse, subsampledVariance: coarse };
}

/** All differences over `lag` steps: the sum over every one of the `lag` interleaved grids. */
function sumOfSquares(logPrices: readonly number[], lag: number): number {
  let sum = 0;
  for (let i = lag; i < logPrices.length; i++) sum += (logPrices[i]! - logPrices[i - lag]!) ** 2;
  return sum;
}
