/**
 * Log-moneyness points from -`limit` to `limit` that are `step` of a deviation apart at the money and grow further apart
 * with distance, as sinh does: the same number of points serves an hour and a year.
 */
export function stretchedGrid(deviation: number, step: number, limit: number): Float64Array {
  const half = Math.ceil(Math.asinh(limit / deviation) / step);
  const stretch = Math.asinh(limit / deviation) / half;
  return Float64Array.from({ length: 2 * half + 1 }, (_, i) => deviation * Math.sinh((i - half) * stretch));
}
