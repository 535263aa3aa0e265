import { describe, expect, it } from 'vitest';
import { paceOf, stepUntil } from './replayWindow.js';

/** 00:01, 21:00, 21:45:23 and 23:59 of 17 August 2023, of which `date -u` says 1692230400 at midnight. */
const DAY_S = 1_692_230_400;
const stepTimesUs = [60, 75_600, 78_323, 86_340].map((seconds) => BigInt(DAY_S + seconds) * 1_000_000n);
const times = { firstStep: 1n, firstTimeUs: stepTimesUs[0]!, stepTimesUs };

describe('paceOf', () => {
  it('paces 21:00 to 23:00 of the recorded day', () => {
    expect(paceOf(times, 60)).toEqual({ fromUs: 1_692_306_000_000_000n, toUs: 1_692_313_200_000_000n, speed: 60 });
    expect(paceOf(times, undefined)).toBeUndefined();
  });
});

describe('stepUntil', () => {
  it.each([
    ['00:01', 1],
    ['21:44', 2],
    ['21:46', 3],
    ['23:59:59', 4],
  ])('takes the last step that is not later than %s', (until, step) => {
    expect(stepUntil(times, until)).toBe(step);
  });

  it('refuses a time before the first step', () => {
    expect(() => stepUntil(times, '00:00')).toThrow(/Expected --until within the recording, was 00:00/);
  });
});
