import type { Candle } from './candleTypes.js';

const TWICE_LN2_LESS_1 = 2 * Math.LN2 - 1;

/** ln²(H/L)/(4·ln 2): five times as efficient as the squared open-to-close return, if there is no drift (Parkinson 1980). */
export function parkinsonOf({ high, low }: Candle): number {
  const range = Math.log(high / low);
  return (range * range) / (4 * Math.LN2);
}

/**
 * ½·ln²(H/L) - (2·ln 2 - 1)·ln²(C/O), the practical form of Garman and Klass (1980): 7.4 times as efficient, no drift.
 * Never below 0, since |ln(C/O)| is at most ln(H/L) and 2·ln 2 - 1 is less than a half.
 */
export function garmanKlassOf({ open, high, low, close }: Candle): number {
  const range = Math.log(high / low);
  const body = Math.log(close / open);
  return 0.5 * range * range - TWICE_LN2_LESS_1 * body * body;
}

/** ln(H/C)·ln(H/O) + ln(L/C)·ln(L/O), which holds whatever the drift (Rogers and Satchell 1991). */
export function rogersSatchellOf({ open, high, low, close }: Candle): number {
  return Math.log(high / close) * Math.log(high / open) + Math.log(low / close) * Math.log(low / open);
}
