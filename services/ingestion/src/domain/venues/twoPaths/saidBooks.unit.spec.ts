import { isEvent } from '@gimbal/contracts';
import { BookObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deribitText,
  deriveText,
  type DydxBookKind,
  dydxText,
  finely,
  hyperliquidText,
  type LevelTold,
  plainly,
  someLevels,
  wholeBook,
} from './bookMessages.scenario.js';
import { readBothWays } from './readBothWays.scenario.js';
import { inUnits, ReferenceBook, type SidesTold } from './referenceBook.scenario.js';

const FIXED = { numRuns: 80, seed: 20_261_129 };
const ways = fc.array(fc.nat(), { minLength: 1, maxLength: 20 });

/** A message, and what has to be said of the book that it leaves; undefined where there is none. */
interface Told {
  readonly text: string;
  readonly sides: SidesTold | undefined;
}

/** How often the messages of a property left no book, one that is crossed, and otherwise one deeper than what is said. */
type Seen = Record<'deep' | 'crossed' | 'none', number>;

function see(seen: Seen, book: ReferenceBook | undefined): void {
  if (book === undefined) seen.none++;
  else if (book.isCrossed) seen.crossed++;
  else if (book.isDeep) seen.deep++;
}

function expectSaid(venue: string, told: readonly Told[], chosen: readonly number[]): void {
  const readings = readBothWays({ venue }, told, chosen);
  const said = readings.map((reading) => {
    const books = reading!.observations.map(({ event }) => event).filter((event) => isEvent(event, BookObserved));
    expect(books.length).toBeLessThan(2);
    const book = books[0]?.value;
    return book && { bids: inUnits(book.bids), asks: inUnits(book.asks) };
  });
  expect(said).toEqual(told.map(({ sides }) => sides));
}

interface DydxMove {
  readonly kind: DydxBookKind;
  readonly parts: readonly (readonly LevelTold[])[];
  readonly ticker: string;
  /** How far its number is from the last one. */
  readonly step: number;
}

const dydxMove = (kind: DydxBookKind, parts: fc.Arbitrary<DydxMove['parts']>): fc.Arbitrary<DydxMove> =>
  fc.record({
    kind: fc.constant(kind),
    parts,
    ticker: fc.constantFrom('ETH-USD', 'ETH-USD', 'BTC-USD'),
    step: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(0, -3, 2) }),
  });
const dydxMoves = fc.boolean().chain((isMeeting) => {
  const changes = someLevels(plainly, isMeeting);
  return fc.array(
    fc.oneof(
      { weight: 2, arbitrary: dydxMove('snapshot', fc.tuple(wholeBook(plainly, isMeeting))) },
      { weight: 20, arbitrary: dydxMove('change', fc.tuple(changes)) },
      { weight: 3, arbitrary: dydxMove('batch', fc.array(changes, { maxLength: 3 })) },
      { weight: 1, arbitrary: dydxMove('forgotten', fc.constant([])) },
    ),
    { minLength: 10, maxLength: 60, size: 'max' },
  );
});

function toldByDydx(moves: readonly DydxMove[], seen: Seen): readonly Told[] {
  const books = new Map<string, ReferenceBook>();
  let last = 0;
  return moves.map(({ kind, parts, step, ticker }, at) => {
    const number = at === 0 ? 1 : Math.max(0, last + step);
    const text = dydxText(kind, ticker, parts, number);
    if (at > 0 && number <= last) return { text, sides: undefined };
    if (number > last + 1) books.clear();
    last = number;
    if (kind === 'snapshot') books.set(ticker, new ReferenceBook());
    if (kind === 'forgotten') books.delete(ticker);
    const book = books.get(ticker);
    for (const { side, price, size } of parts.flat()) book?.set(side, price, size, number);
    see(seen, book);
    return { text, sides: book?.toldUncrossed };
  });
}

interface DeribitMove {
  readonly type: 'snapshot' | 'change';
  readonly levels: readonly LevelTold[];
  readonly missing: number;
}

const deribitMove = (type: DeribitMove['type'], levels: fc.Arbitrary<DeribitMove['levels']>) =>
  fc.record({
    type: fc.constant(type),
    levels,
    missing: fc.oneof({ weight: 40, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
  });
const deribitMoves = fc
  .boolean()
  .chain((isMeeting) =>
    fc.array(
      fc.oneof(
        { weight: 1, arbitrary: deribitMove('snapshot', wholeBook(finely, isMeeting)) },
        { weight: 10, arbitrary: deribitMove('change', someLevels(finely, isMeeting)) },
      ),
      { minLength: 10, maxLength: 60, size: 'max' },
    ),
  );

function toldByDeribit(moves: readonly DeribitMove[], seen: Seen): readonly Told[] {
  let book: ReferenceBook | undefined;
  let last = 100;
  return moves.map(({ type, levels, missing }) => {
    const previous = last + missing;
    last = previous + 1;
    if (type === 'snapshot') book = new ReferenceBook();
    else if (missing > 0) book = undefined;
    for (const { side, price, size } of levels) book?.set(side, price, size);
    see(seen, book);
    const sides = book?.told;
    // It is asked for anew, and nothing is said of it until it comes.
    if (type === 'change' && book?.isCrossed === true) book = undefined;
    return { text: deribitText(type, levels, previous, last), sides };
  });
}

describe('what is said of a book is the book that the messages make', () => {
  it('of dYdX: level by level, uncrossed, over gaps and what comes late', () => {
    const seen: Seen = { deep: 0, crossed: 0, none: 0 };
    fc.assert(
      fc.property(dydxMoves, ways, (moves, chosen) => expectSaid('dydx', toldByDydx(moves, seen), chosen)),
      FIXED,
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });

  it('of Deribit: level by level, until a change is missing or crosses it', () => {
    const seen: Seen = { deep: 0, crossed: 0, none: 0 };
    fc.assert(
      fc.property(deribitMoves, ways, (moves, chosen) => expectSaid('deribit', toldByDeribit(moves, seen), chosen)),
      FIXED,
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });

  it('of Derive: each message whole, in the order of its prices', () => {
    const told = wholeBook(finely, true).map((levels): Told => {
      const book = new ReferenceBook();
      for (const { side, price, size } of levels) book.set(side, price, size);
      return { text: deriveText(levels), sides: book.told };
    });
    fc.assert(
      fc.property(fc.array(told, { maxLength: 8 }), ways, (books, chosen) => expectSaid('derive', books, chosen)),
      FIXED,
    );
  });

  it('of Hyperliquid: each message whole, as it stands', () => {
    const told = wholeBook(finely, true).map((levels): Told => {
      const best = (side: 'bids' | 'asks') => inUnits(levels.filter((one) => one.side === side).slice(0, 25));
      return { text: hyperliquidText(levels), sides: { bids: best('bids'), asks: best('asks') } };
    });
    fc.assert(
      fc.property(fc.array(told, { maxLength: 8 }), ways, (books, chosen) => expectSaid('hyperliquid', books, chosen)),
      FIXED,
    );
  });
});
