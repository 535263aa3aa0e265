import type { Candle } from './candleTypes.js';
import { rogersSatchellOf } from './candleVariance.js';

/**
 * Yang and Zhang (2000): V_open + k·V_close + (1 - k)·V_RS with k = 0.34/(1.34 + (n+1)/(n-1)), times n for the whole span.
 * V_open and V_close are the sample variances of ln(O_i/C_{i-1}) and ln(C_i/O_i); the first candle only gives the first
 * close, so n is one less than the candles.
 *
 * Crypto never closes. Between candles that adjoin, the opening jump is a tick or nothing and V_open vanishes: what is left
 * is a blend of the open-to-close variance and Rogers-Satchell, free of drift and hardly better than the latter. The term
 * earns its place over a hole in the record, where it is the only one that sees the move.
 */
export function yangZhangVariance(candles: readonly Candle[]): number {
  const n = candles.length - 1;
  const jumps: number[] = [];
  const bodies: number[] = [];
  let rogersSatchell = 0;
  for (let index = 1; index <= n; index++) {
    const candle = candles[index]!;
    jumps.push(Math.log(candle.open / candles[index - 1]!.close));
    bodies.push(Math.log(candle.close / candle.open));
    rogersSatchell += rogersSatchellOf(candle);
  }
  const k = 0.34 / (1.34 + (n + 1) / (n - 1));
  return n * (sampleVariance(jumps) + k * sampleVariance(bodies)) + (1 - k) * rogersSatchell;
}

function sampleVariance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
