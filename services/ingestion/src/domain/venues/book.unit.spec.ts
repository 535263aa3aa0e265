import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyLevels, createBook, crossedDetail, type Level, levelOf, saidLevels } from './book.js';
import { BOOK_LEVELS_MAX, BOOK_LEVELS_SAID_MAX } from './venueLimits.js';

const change = fc.record({ price: fc.integer({ min: 1, max: 60 }), size: fc.integer({ min: 0, max: 9 }) });

describe('applyLevels', () => {
  it.each(['highest', 'lowest'] as const)('keeps the side that a map sorted by price would be, %s first', (best) => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const side: Level[] = [];
        const model = new Map<number, number>();
        for (const { price, size } of changes) {
          expect(applyLevels(side, [levelOf(String(price / 4), String(size))], best)).toBe(true);
          if (size === 0) model.delete(price);
          else model.set(price, size);
        }
        const sign = best === 'highest' ? -1 : 1;
        const sorted = [...model].sort(([a], [b]) => sign * (a - b));
        expect(side.map(({ said: { price, size } }) => [price, size])).toEqual(
          sorted.map(([p, s]) => [String(p / 4), String(s)]),
        );
      }),
    );
  });

  it('tells prices apart that are one as float64, and takes different spellings of one for the same', () => {
    const [low, high] = ['100000000.123456788', '100000000.123456789'];
    expect(Number(low)).toBe(Number(high));
    const side: Level[] = [];
    applyLevels(side, [levelOf(low, '1'), levelOf(high, '2'), levelOf(`${low}0`, '3')], 'highest');
    expect(side.map(({ said }) => said)).toEqual([
      { price: high, size: '2' },
      { price: `${low}0`, size: '3' },
    ]);
    applyLevels(side, [levelOf(high, '0')], 'highest');
    expect(side.map(({ said }) => said.price)).toEqual([`${low}0`]);
  });

  it('changes nothing when a side would grow beyond its bound', () => {
    const side: Level[] = [levelOf('1', '1')];
    const many = Array.from({ length: BOOK_LEVELS_MAX }, (_, index) => levelOf(String(index + 2), '1'));
    expect(applyLevels(side, many, 'highest')).toBe(false);
    expect(side).toHaveLength(1);
  });
});

describe('a book', () => {
  it('says its best levels only', () => {
    const { bids } = createBook();
    applyLevels(
      bids,
      Array.from({ length: 40 }, (_, index) => levelOf(String(index + 1), '2')),
      'highest',
    );
    const said = saidLevels(bids);
    expect(said).toHaveLength(BOOK_LEVELS_SAID_MAX);
    expect(said[0]).toEqual({ price: '40', size: '2' });
  });

  it('is crossed when its sides meet, and never when one is empty', () => {
    const book = createBook();
    applyLevels(book.bids, [levelOf('10', '1')], 'highest');
    expect(crossedDetail(book)).toBeUndefined();
    applyLevels(book.asks, [levelOf('10', '1')], 'lowest');
    expect(crossedDetail(book)).toBe('Expected a best bid below the best ask, was 10 at 10.');
  });
});
