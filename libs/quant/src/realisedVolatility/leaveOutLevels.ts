import type { Candle, CandleFault } from './candleTypes.js';
import { MAX_LEVEL_RATIO } from './limits.js';

/** Closes that a level is compared with: two on either side, or the nearest four at an end of the record. */
const NEIGHBOURS = 4;

/**
 * Candles, in order of time, whose close lies beyond three times, or below a third, of at least three of the four closes
 * nearest to them, by their places: a level that came and went, in one candle or two. A move that stays has its own level
 * on one side, and is kept. The newest two candles of such a move are left out until the next ones confirm it; their
 * return is not lost, since the next close carries it. What lasts for three candles can't be told from a market.
 */
export function leaveOutLevels(sorted: readonly Candle[]): ReadonlyMap<number, CandleFault> {
  const faults = new Map<number, CandleFault>();
  if (sorted.length <= NEIGHBOURS) return faults;
  const around = new Float64Array(NEIGHBOURS);
  for (let place = 0; place < sorted.length; place++) {
    const from = Math.min(Math.max(place - NEIGHBOURS / 2, 0), sorted.length - 1 - NEIGHBOURS);
    for (let i = 0; i < NEIGHBOURS; i++) around[i] = sorted[from + i < place ? from + i : from + i + 1]!.close;
    around.sort();
    const { close } = sorted[place]!;
    const [second, third] = [around[1]!, around[2]!];
    if (close <= third * MAX_LEVEL_RATIO && close * MAX_LEVEL_RATIO >= second) continue;
    const expected = `between a third and ${MAX_LEVEL_RATIO} times the closes around it, ${second} to ${third}`;
    faults.set(place, { reason: 'levelImplausible', field: 'close', expected, found: String(close) });
  }
  return faults;
}
