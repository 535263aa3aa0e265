/** The least and the greatest power kept: every factor that scaling an exponential or a strike needs, with room. */
const POWER_MIN = -1_074;
const POWER_MAX = 1_023;

const POWERS = Float64Array.from({ length: POWER_MAX - POWER_MIN + 1 }, (_, i) => 2 ** (POWER_MIN + i));

/** 2^n for whole n from -1074 to 1023. A table, since building a double from its bits stalls on the way through memory. */
export function powerOfTwo(n: number): number {
  return POWERS[n - POWER_MIN]!;
}
