import { expect, it } from 'vitest';
import { timeText } from './timeText.js';

it('says a time as a clock does, whatever int64 it is', () => {
  // 1,692,308,723 s after 1970 is 17 August 2023, 21:45:23 UTC (date -u -d @1692308723).
  expect(timeText(1_692_308_723_000_000n)).toBe('2023-08-17T21:45:23Z');
  expect(timeText(1_692_308_723_250_000n)).toBe('2023-08-17T21:45:23.250Z');
  expect(timeText(9_223_372_036_854_775_807n)).toBe('9223372036854775807 microseconds');
});
