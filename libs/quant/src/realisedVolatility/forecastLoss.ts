/**
 * QLIKE, V/F - ln(V/F) - 1: 0 for a perfect forecast, and dearer for one too low than for one too high. Of the losses in
 * use, this and the squared error alone rank forecasts right when `realised` is an unbiased but noisy measure (Patton 2011).
 */
export function qlike(realised: number, forecast: number): number {
  const ratio = realised / forecast;
  return ratio - Math.log(ratio) - 1;
}

/**
 * Diebold and Mariano (1995): mean of `losses - otherLosses` over its standard error, with the long-run variance of Newey
 * and West (1987) over max(horizon - 1, n^{1/3}) lags. Below -1.64 the first is better at the 5 % level, one-sided. 0 when
 * the two never differ; NaN when there are fewer than two.
 */
export function dieboldMariano(losses: readonly number[], otherLosses: readonly number[], horizonDays: number): number {
  const n = Math.min(losses.length, otherLosses.length);
  if (n < 2) return NaN;
  const differences = losses.slice(0, n).map((loss, i) => loss - otherLosses[i]!);
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const centred = differences.map((value) => value - mean);
  const lags = Math.min(n - 1, Math.max(horizonDays - 1, Math.floor(Math.cbrt(n))));
  let longRunVariance = autocovariance(centred, 0);
  for (let lag = 1; lag <= lags; lag++) longRunVariance += 2 * (1 - lag / (lags + 1)) * autocovariance(centred, lag);
  return mean === 0 ? 0 : mean / Math.sqrt(longRunVariance / n);
}

function autocovariance(centred: readonly number[], lag: number): number {
  let sum = 0;
  for (let i = lag; i < centred.length; i++) sum += centred[i]! * centred[i - lag]!;
  return sum / centred.length;
}
