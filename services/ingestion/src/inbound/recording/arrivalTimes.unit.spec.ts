import { describe, expect, it } from 'vitest';
import { arrivalTimes } from './arrivalTimes.js';

describe('arrivalTimes', () => {
  it('takes lines in order at their own time', () => {
    expect(arrivalTimes([1n, 2n, 2n, 5n], 0n)).toEqual([1n, 2n, 2n, 5n]);
  });

  it('delivers a line that claims a later time with the line before it', () => {
    expect(arrivalTimes([1n, 2n, 99n, 3n, 4n], 0n)).toEqual([1n, 2n, 2n, 3n, 4n]);
  });

  it('delivers an old line where it stands', () => {
    expect(arrivalTimes([10n, 11n, 1n, 12n, 13n], 0n)).toEqual([10n, 11n, 11n, 12n, 13n]);
  });

  it('delivers an unreadable line with its neighbour', () => {
    expect(arrivalTimes([undefined, 4n, undefined, 5n], 0n)).toEqual([4n, 4n, 4n, 5n]);
    expect(arrivalTimes([undefined], 7n)).toEqual([7n]);
  });
});
