import type { Candle, CandleFault } from './candleTypes.js';
import { MAX_GAP_DAYS, MAX_STRAY_SHARE } from './limits.js';

const DAY_MS = 86_400_000;

/**
 * What is wrong with the times of candles that are in order of time, by their places. The candles fall into runs, between
 * which lies a gap of more than a year; a run with few candles beside the longest one has wrong times. Without this one
 * candle of 1970 would stretch the record over half a century, and no day of it could be used.
 */
export function leaveOutFar(sorted: readonly Candle[]): ReadonlyMap<number, CandleFault> {
  const faults = new Map<number, CandleFault>();
  const runs = runsOf(sorted);
  if (runs.length < 2) return faults;
  const main = runs.reduce((best, run) => (run.to - run.from > best.to - best.from ? run : best));
  const [first, last] = [dateOf(sorted[main.from]!), dateOf(sorted[main.to - 1]!)];
  const expected = `within ${MAX_GAP_DAYS} days of the other candles, ${first} to ${last}`;
  for (const { from, to } of runs) {
    if (to - from >= (main.to - main.from) * MAX_STRAY_SHARE) continue;
    for (let place = from; place < to; place++) {
      const found = String(sorted[place]!.openTimeMs);
      faults.set(place, { reason: 'farFromOthers', field: 'openTimeMs', expected, found });
    }
  }
  return faults;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

function runsOf(sorted: readonly Candle[]): readonly Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let place = 1; place <= sorted.length; place++) {
    const isOver =
      place === sorted.length || sorted[place]!.openTimeMs - sorted[place - 1]!.openTimeMs > MAX_GAP_DAYS * DAY_MS;
    if (!isOver) continue;
    runs.push({ from, to: place });
    from = place;
  }
  return runs;
}

/** A time in a wrong unit may lie beyond what a date can hold. */
function dateOf({ openTimeMs }: Candle): string {
  const date = new Date(openTimeMs);
  return Number.isNaN(date.getTime()) ? `${openTimeMs} ms` : date.toISOString().slice(0, 10);
}
