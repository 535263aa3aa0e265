/** A straight map from a range of values to a range of pixels. */
export interface Scale {
  readonly from: readonly [number, number];
  (value: number): number;
}

export function linearScale(from: readonly [number, number], to: readonly [number, number]): Scale {
  const span = from[1] - from[0];
  const map = (value: number): number =>
    span === 0 ? (to[0] + to[1]) / 2 : to[0] + ((value - from[0]) / span) * (to[1] - to[0]);
  return Object.assign(map, { from });
}

/** Shares of a range by which it is widened. */
export interface Padding {
  readonly below: number;
  readonly above: number;
}

/** The range of some numbers, widened on both sides; `around` are values that must be in it. */
export function paddedRange(values: readonly number[], around: readonly number[], padding: Padding): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  for (const value of around) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low > high) return [0, 1];
  const span = high === low ? Math.max(Math.abs(high), 1e-9) : high - low;
  return [low - span * padding.below, high + span * padding.above];
}

/** Round values within a range, about `count` of them: 1, 2 or 5 times a power of ten apart. */
export function roundTicks([low, high]: readonly [number, number], count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks: number[] = [];
  // Counting in whole steps keeps 0.3 from becoming 0.30000000000000004.
  for (let i = Math.ceil(low / step); i * step <= high; i++) ticks.push(Number((i * step).toPrecision(15)));
  return ticks;
}

const MINUTE_US = 60_000_000;
const TIME_STEPS_US = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440].map((minutes) => minutes * MINUTE_US);

/** Full minutes or hours within a range of time, at most `countMax`. */
export function timeTicks([fromUs, toUs]: readonly [number, number], countMax: number): number[] {
  const step = TIME_STEPS_US.find((each) => (toUs - fromUs) / each <= countMax) ?? TIME_STEPS_US.at(-1)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(fromUs / step) * step; at <= toUs; at += step) ticks.push(at);
  return ticks;
}
