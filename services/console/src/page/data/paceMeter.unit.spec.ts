import { expect, it } from 'vitest';
import { createPaceMeter } from './paceMeter.js';

it('measures domain seconds per wall second, and falls to nothing when the clock stands still', () => {
  const meter = createPaceMeter();
  expect(meter.speed(0)).toBe(0);
  // A minute of the domain each second.
  for (let second = 0; second <= 10; second++) meter.note(second * 1_000, (second + 1) * 60_000_000);
  expect(meter.speed(10_000)).toBeCloseTo(60, 6);
  expect(meter.speed(20_000)).toBe(0);
});
