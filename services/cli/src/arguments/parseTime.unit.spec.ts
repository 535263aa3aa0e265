import { describe, expect, it } from 'vitest';
import { CliFailure } from '../cliFailure.js';
import { isPosition, parsePosition } from './parsePosition.js';
import { isClock, parseTime } from './parseTime.js';

/** `date -u -d 2023-08-17T00:00:00Z +%s` is 1692230400. */
const DAY_US = 1_692_230_400_000_000n;

describe('parseTime', () => {
  it.each([
    ['21:45', DAY_US + 78_300_000_000n],
    ['21:45:23', DAY_US + 78_323_000_000n],
    ['00:00', DAY_US],
    ['2023-08-17T21:45:23Z', DAY_US + 78_323_000_000n],
    ['2023-08-17T21:45', DAY_US + 78_300_000_000n],
    ['2023-08-17 21:45:23', DAY_US + 78_323_000_000n],
    ['1970-01-01T00:00:00.5Z', 500_000n],
  ])('reads %s on the day of a moment', (text, expected) => {
    expect(parseTime('as-of', text, DAY_US + 12_345n)).toBe(expected);
  });

  it.each([
    '24:00',
    '21:60',
    '9:00',
    'now',
    '',
    '2023-02-30T00:00',
    '2023-13-01T00:00Z',
    '2023-08-17',
    '2023-08-17T21:45+02:00',
    '2023-08-17  21:45',
  ])('refuses "%s"', (text) => {
    expect(() => parseTime('as-of', text, DAY_US)).toThrow(CliFailure);
  });

  it('knows which texts need a day', () => {
    expect([isClock('21:45'), isClock('2023-08-17T21:45')]).toEqual([true, false]);
  });
});

describe('parsePosition', () => {
  it('reads a place, in the topic that is meant unless it names one', () => {
    expect(parsePosition('as-of', '2@5512', 'exposure')).toEqual({ topic: 'exposure', partition: 2, offset: 5512n });
    expect(parsePosition('from', 'marks.kept/0@0', 'exposure')).toEqual({
      topic: 'marks.kept',
      partition: 0,
      offset: 0n,
    });
  });

  it.each(['nosuch/2@1', '2@', '@5', 'exposure/2', '2@-1', 'exposure/2@1x'])('refuses "%s"', (text) => {
    expect(() => parsePosition('as-of', text, 'exposure')).toThrow(
      /Expected --as-of with a place such as exposure\/2@5512/,
    );
  });

  it('is told from a time', () => {
    expect([isPosition('2@5512'), isPosition('21:45'), isPosition('2023-08-17T21:45Z')]).toEqual([true, false, false]);
  });
});
