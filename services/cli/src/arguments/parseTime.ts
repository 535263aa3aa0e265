import { usageFailure } from '../cliFailure.js';

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z?$/;
const DAY_US = 86_400_000_000n;

/** Whether a text means a time of day, whose day has to be known to make a moment of it. */
export function isClock(text: string): boolean {
  return CLOCK.test(text);
}

/**
 * Microseconds since the Unix epoch of `2023-08-17T21:45:23Z` (UTC; a space for the T as answers have it, and no Z, will do), or of `21:45` or `21:45:23`
 * on the UTC day of `dayUs`. Throws a usage failure that names the option.
 */
export function parseTime(option: string, text: string, dayUs: bigint): bigint {
  const clock = CLOCK.exec(text);
  if (clock !== null) {
    const [hours, minutes, seconds] = [clock[1], clock[2], clock[3] ?? '0'].map(Number) as [number, number, number];
    return dayUs - (dayUs % DAY_US) + BigInt(hours * 3600 + minutes * 60 + seconds) * 1_000_000n;
  }
  if (MOMENT.test(text)) {
    const ms = Date.parse(`${text.replace(' ', 'T').replace('Z', '')}Z`);
    // Date.parse lets 30 February pass as 1 March in some engines; what it read must say the same day again.
    if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 10))) return BigInt(ms) * 1000n;
  }
  throw usageFailure(`Expected --${option} with a UTC time such as 21:45 or 2023-08-17T21:45:23Z, was "${text}".`);
}
