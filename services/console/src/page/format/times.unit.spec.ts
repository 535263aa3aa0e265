import { expect, it } from 'vitest';
import {
  formatAge,
  formatClock,
  formatCountdown,
  formatDay,
  formatDuration,
  formatMinute,
  formatSince,
  microsOf,
} from './times.js';

const SECOND = 1_000_000;
// 17 August 2023, 21:45:23 UTC.
const CRASH_US = 1_692_308_723 * SECOND;

it('writes domain times in UTC', () => {
  expect(formatClock(CRASH_US)).toBe('21:45:23');
  expect(formatMinute(CRASH_US)).toBe('21:45');
  expect(formatDay(CRASH_US)).toBe('17 Aug 2023');
  expect(formatClock(0)).toBe('–');
  expect(microsOf('1692308723000000')).toBe(CRASH_US);
  expect(microsOf(undefined)).toBe(0);
});

it('names the day of a time that is not of today', () => {
  expect(formatSince(CRASH_US, CRASH_US + 60 * SECOND)).toBe('21:45:23');
  expect(formatSince(CRASH_US, CRASH_US + 3 * 3_600 * SECOND)).toBe('17 Aug 21:45');
  expect(formatSince(0, CRASH_US)).toBe('–');
});

it.each([
  [-5, '0 s', '0 s', '00:00:00'],
  [59.999, '59 s', '59 s', '00:00:59'],
  [249, '4 m 09 s', '4 m', '00:04:09'],
  [3_900, '1 h 05 m', '1 h', '01:05:00'],
  [86_399, '23 h 59 m', '23 h', '23:59:59'],
  [190_800, '2 d 05 h', '2 d', '2 d 05:00:00'],
])('writes %d s as %s, %s and %s', (seconds, duration, age, countdown) => {
  expect(formatDuration(seconds * SECOND)).toBe(duration);
  expect(formatAge(seconds * SECOND)).toBe(age);
  expect(formatCountdown(seconds * SECOND)).toBe(countdown);
});
