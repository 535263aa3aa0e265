import type {
  Candle,
  CandleFault,
  CandleOrder,
  CandleReason,
  CleanCandles,
  RejectedCandle,
  VolatilityFailure,
} from './candleTypes.js';
import { leaveOutFar } from './leaveOutFar.js';
import { leaveOutLevels } from './leaveOutLevels.js';
import { MAX_CANDLE_RANGE_RATIO, MAX_CANDLES } from './limits.js';

export interface CleaningOptions {
  readonly intervalSeconds: number;
  readonly maxRangeRatio?: number;
}

/**
 * Sorts candles, keeps one per slot of the grid and gives every candle that is left out its reason. Slots are counted from
 * 1970, as venues count them. Of two candles for one slot the one with the greater volume stays, since a candle that was
 * recorded before its end has less; on a tie, or without volumes, the first. A candle without trades repeats an old price
 * and says nothing about the range, so that it counts as missing; the next close carries whatever happened. What is then
 * far from the others in time, and what is far from those around it in price, is left out as well.
 */
export function cleanCandles(candles: readonly Candle[], options: CleaningOptions): CleanCandles | VolatilityFailure {
  const { intervalSeconds, maxRangeRatio = MAX_CANDLE_RANGE_RATIO } = options;
  const failure = unusable(candles, intervalSeconds);
  if (failure !== undefined) return failure;
  const rejected: RejectedCandle[] = [];
  const intervalMs = intervalSeconds * 1000;
  const indexBySlot = new Map<number, number>();
  candles.forEach((candle, index) => {
    const fault = candleFault(candle, intervalMs, maxRangeRatio);
    if (fault !== undefined) return void rejected.push({ index, openTimeMs: candle.openTimeMs, ...fault });
    const heldIndex = indexBySlot.get(candle.openTimeMs);
    const keepsHeld = heldIndex !== undefined && volumeOf(candles[heldIndex]!) >= volumeOf(candle);
    if (heldIndex !== undefined) rejected.push(duplicateOf(candles, keepsHeld ? index : heldIndex, heldIndex, index));
    if (!keepsHeld) indexBySlot.set(candle.openTimeMs, index);
  });
  let keptIndexes = [...indexBySlot.values()].sort((a, b) => candles[a]!.openTimeMs - candles[b]!.openTimeMs);
  for (const leaveOut of [leaveOutFar, leaveOutLevels]) {
    const faults = leaveOut(keptIndexes.map((index) => candles[index]!));
    for (const [place, fault] of faults) {
      const index = keptIndexes[place]!;
      rejected.push({ index, openTimeMs: candles[index]!.openTimeMs, ...fault });
    }
    keptIndexes = keptIndexes.filter((_, place) => !faults.has(place));
  }
  const kept = keptIndexes.map((index) => candles[index]!);
  const slots = kept.length === 0 ? 0 : (kept.at(-1)!.openTimeMs - kept[0]!.openTimeMs) / intervalMs + 1;
  return {
    kind: 'cleaned',
    candles: kept,
    intervalSeconds,
    rejected: rejected.sort((a, b) => a.index - b.index),
    order: orderOf(candles),
    missingCount: slots - kept.length,
    coverageRatio: slots === 0 ? 0 : kept.length / slots,
  };
}

function unusable(candles: readonly Candle[], intervalSeconds: number): VolatilityFailure | undefined {
  if (!(intervalSeconds > 0) || !Number.isFinite(intervalSeconds)) {
    const expected = 'an interval above 0 s';
    return {
      kind: 'failure',
      reason: 'intervalNotPositive',
      field: 'intervalSeconds',
      expected,
      found: `${intervalSeconds}`,
    };
  }
  if (candles.length > MAX_CANDLES) {
    const expected = `at most ${MAX_CANDLES} candles`;
    return { kind: 'failure', reason: 'tooManyCandles', field: 'candles', expected, found: `${candles.length}` };
  }
  return undefined;
}

const NUMBERS = ['openTimeMs', 'open', 'high', 'low', 'close'] as const;
const PRICES = ['open', 'high', 'low', 'close'] as const;

function candleFault(candle: Candle, intervalMs: number, maxRangeRatio: number): CandleFault | undefined {
  const fault = (reason: CandleReason, field: keyof Candle, expected: string): CandleFault => {
    return { reason, field, expected, found: String(candle[field]) };
  };
  const { openTimeMs, open, high, low, close, volume } = candle;
  const notFinite = NUMBERS.find((field) => !Number.isFinite(candle[field]));
  if (notFinite !== undefined) return fault('notFinite', notFinite, 'a finite number');
  if (volume !== undefined && !Number.isFinite(volume)) return fault('notFinite', 'volume', 'a finite number, or none');
  const notPositive = PRICES.find((field) => candle[field] <= 0);
  if (notPositive !== undefined) return fault('priceNotPositive', notPositive, 'a price above 0');
  if (openTimeMs % intervalMs !== 0) return fault('offGrid', 'openTimeMs', `a multiple of ${intervalMs} ms`);
  if (high < low) return fault('highBelowLow', 'high', `at least the low, ${low}`);
  if (open > high || open < low) return fault('openOutsideRange', 'open', `between ${low} and ${high}`);
  if (close > high || close < low) return fault('closeOutsideRange', 'close', `between ${low} and ${high}`);
  if (high > low * maxRangeRatio) return fault('rangeImplausible', 'high', `at most ${maxRangeRatio} times ${low}`);
  if (volume !== undefined && volume < 0) return fault('volumeNegative', 'volume', 'at least 0');
  if (volume === 0) return fault('noTrades', 'volume', 'above 0');
  return undefined;
}

function volumeOf(candle: Candle): number {
  return candle.volume ?? 0;
}

function duplicateOf(candles: readonly Candle[], out: number, held: number, index: number): RejectedCandle {
  const [one, other] = [candles[held]!, candles[index]!];
  const same = PRICES.every((field) => one[field] === other[field]) && one.volume === other.volume;
  return {
    index: out,
    openTimeMs: one.openTimeMs,
    reason: same ? 'duplicate' : 'conflictingDuplicate',
    field: 'openTimeMs',
    expected: 'one candle for each time',
    found: same ? 'the same candle again' : 'another candle with no less volume',
  };
}

function orderOf(candles: readonly Candle[]): CandleOrder {
  let rises = false;
  let falls = false;
  for (let index = 1; index < candles.length; index++) {
    const stepMs = candles[index]!.openTimeMs - candles[index - 1]!.openTimeMs;
    if (stepMs > 0) rises = true;
    if (stepMs < 0) falls = true;
  }
  if (rises && falls) return 'mixed';
  return falls ? 'newestFirst' : 'oldestFirst';
}
