import { describe, expect, it } from 'vitest';
import { exact, figure, percent, usd } from './figures.js';
import { jsonText } from './jsonText.js';
import { clock, moment, place } from './moments.js';
import { table } from './table.js';

describe('figures', () => {
  it.each([
    [1_234_567.5, 0, '$1,234,568'],
    [-0.574, 2, '-$0.57'],
    [-0.4, 0, '$0'],
    [0, 2, '$0.00'],
    [999.999, 2, '$1,000.00'],
  ])('writes %d dollars with %d digits as %s', (value, digits, expected) => {
    expect(usd(value, digits)).toBe(expected);
  });

  it('writes figures and shares', () => {
    expect([figure(-14.3988, 4), percent(0.0431), percent(-0.1)]).toEqual(['-14.3988', '4.3 %', '-10.0 %']);
  });

  it.each([
    ['1234567.10', '1,234,567.10'],
    ['-999', '-999'],
    ['1000', '1,000'],
    ['0.123456789012345678', '0.123456789012345678'],
    ['340282366920938463463374607431768211456', '340,282,366,920,938,463,463,374,607,431,768,211,456'],
    ['not a number', 'not a number'],
  ])('groups %s without touching its digits', (text, expected) => {
    expect(exact(text)).toBe(expected);
  });
});

describe('moments and places', () => {
  it('are UTC', () => {
    expect([moment(1_692_308_723_000_000n), clock(1_692_308_723_999_999n)]).toEqual([
      '2023-08-17 21:45:23',
      '21:45:23',
    ]);
  });

  it('name topic, partition and offset', () => {
    expect(place({ topic: 'exposure', partition: 2, offset: 5512n })).toBe('exposure/2@5512');
  });
});

describe('table', () => {
  it('ends figures flush and begins text flush', () => {
    expect(
      table(
        [
          ['asset', 'value', 'note'],
          ['ETH', '$1,000', 'x'],
          ['USDC', '$5', ''],
        ],
        [0, 2],
      ),
    ).toBe(['asset   value  note', 'ETH    $1,000  x', 'USDC       $5'].join('\n'));
  });
});

describe('jsonText', () => {
  it('keeps every digit of a bigint', () => {
    expect(JSON.parse(jsonText({ offset: 9_007_199_254_740_993n }))).toEqual({ offset: '9007199254740993' });
  });
});
