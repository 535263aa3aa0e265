import { AccountAttached, PortfolioOpened, TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Desk, exposuresIn, type MarkRow, openDesk } from '../desk.sample.js';
import { VECTOR_FIELDS, VECTOR_SIZE } from '../exposure/exposureVector.js';
import { revalue } from './revalue.js';
import type { SparseBook } from './sparseBook.js';
import { sparseBookOf } from './sparseBookOf.js';
import { ROW_SIZE } from './unitRows.js';

const TENANT = 'desk-a';
const LISTED: Readonly<Record<string, readonly string[]>> = {
  BTC: ['perp:paper:BTC-USD', 'option:paper:BTC-USD:20230825T080000Z:30000:C'],
  ETH: ['spot:WETH', 'perp:paper:ETH-USD', 'option:paper:ETH-USD:20230825T080000Z:1650:P'],
  SOL: ['perp:paper:SOL-USD'],
  USD: ['spot:USDC', 'spot:DAI'],
};
const INSTRUMENTS = Object.values(LISTED).flat();

type Book = readonly (readonly (readonly { readonly instrument: number; readonly quantity: number }[])[])[];

/** Portfolios of accounts of positions. */
function bookedDesk(book: Book): Desk {
  const desk = openDesk();
  for (const [underlying, ids] of Object.entries(LISTED)) desk.list(underlying, ...ids);
  for (const [p, accounts] of book.entries()) {
    const portfolioId = `p${p}`;
    const key = `${TENANT}/${portfolioId}`;
    desk.fold('portfolio', key, PortfolioOpened, { portfolioId, name: portfolioId, parentPortfolioId: '' });
    for (const [a, positions] of accounts.entries()) {
      const accountId = `a${p}-${a}`;
      const attached = { portfolioId, accountId, venue: 'paper', chain: 'off-chain', deployment: '' };
      desk.fold('portfolio', key, AccountAttached, attached);
      for (const [n, { instrument, quantity }] of positions.entries()) {
        const instrumentId = INSTRUMENTS[instrument]!;
        const trade = { portfolioId, accountId, venue: 'paper', venueTradeId: `${a}-${n}`, instrumentId };
        const amounts = { quantity: String(quantity / 1_000), price: '0', fee: '0', quoteInstrumentId: instrumentId };
        desk.fold('portfolio', key, TradeBooked, TradeBooked.create({ ...trade, ...amounts }));
      }
    }
  }
  return desk;
}

/** A tick of one underlying: every mark anew, some without a price. */
interface Move {
  readonly underlying: string;
  readonly seed: number;
  readonly missing: number;
}

function move(desk: Desk, { underlying, seed, missing }: Move, kept: boolean): void {
  const rows = LISTED[underlying]!.map((id, at): [string, MarkRow] => {
    const value = (n: number): number => Math.sin(seed * 7 + at * 3 + n) * 1_000;
    const priceUsd = at === missing ? NaN : value(1);
    return [
      id,
      {
        priceUsd,
        delta: value(2),
        gammaPerUsd: value(3),
        vegaUsdPerVolPoint: value(4),
        vanna: value(5),
        carryUsdPerDay: value(6),
        // Some ticks charge shorts, and of these not every instrument.
        ...(seed % 3 === 0 && at !== 1 ? { shortChargeUsdPerDay: -Math.abs(value(7)) } : {}),
      },
    ];
  });
  desk.mark(underlying, 1_000 + seed, Object.fromEntries(rows), { kept });
}

const anyBook: fc.Arbitrary<Book> = fc.array(
  fc.array(
    fc.array(
      fc.record({ instrument: fc.nat({ max: INSTRUMENTS.length - 1 }), quantity: fc.integer({ min: -1e9, max: 1e9 }) }),
      { maxLength: 12 },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 1, maxLength: 5 },
);
const anyMoves: fc.Arbitrary<readonly (readonly Move[])[]> = fc.array(
  fc.uniqueArray(
    fc.record({
      underlying: fc.constantFrom(...Object.keys(LISTED)),
      seed: fc.integer({ min: 1, max: 1e6 }),
      missing: fc.constantFrom(-1, -1, -1, 0, 1),
    }),
    { selector: ({ underlying }) => underlying, minLength: 1 },
  ),
  { minLength: 1, maxLength: 6 },
);

const bitsOf = ({ matrix, totals }: SparseBook): string =>
  Buffer.from([...matrix.sums, ...totals].flatMap((sum) => [...new Uint8Array(Float64Array.of(sum).buffer)])).toString(
    'hex',
  );

function revaluedAtOnce(desk: Desk): SparseBook {
  const book = sparseBookOf(desk.state, keysOf(desk));
  revalue(book, [...desk.state.frames.values()]);
  return book;
}

const keysOf = (desk: Desk): string[] => [...desk.state.portfolios.keys()].sort();

describe('revalue', () => {
  it('has rows of a vector and the delta in units, as long as the kernel takes them', () => {
    expect(ROW_SIZE).toBe(VECTOR_SIZE + 1);
  });

  it('gives after any ticks the bits that a revaluation of everything gives, and those of the exposures', () => {
    fc.assert(
      fc.property(anyBook, anyMoves, (positions, ticks) => {
        const desk = bookedDesk(positions);
        const book = sparseBookOf(desk.state, keysOf(desk));
        for (const [tick, moves] of ticks.entries()) {
          for (const each of moves) move(desk, each, tick % 2 === 0);
          revalue(
            book,
            moves.map(({ underlying }) => desk.state.frames.get(underlying)!),
          );
          expect(bitsOf(book)).toBe(bitsOf(revaluedAtOnce(desk)));
          for (const { portfolioId, total } of exposuresIn(desk.decide())) {
            const portfolio = keysOf(desk).indexOf(`${TENANT}/${portfolioId}`);
            const at = portfolio * ROW_SIZE;
            const found = VECTOR_FIELDS.map((field) => total![field]);
            expect(found).toEqual([...book.totals.subarray(at, at + VECTOR_SIZE)]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('adds up what was added by hand, dollars in every field but delta', () => {
    // 2 WETH at 1,500 with a delta of one, and 100 USDC at 0.5: value 2 · 1,500 + 100 · 0.5 = 3,050, delta 2 · 1 · 1,500.
    const weth = INSTRUMENTS.indexOf('spot:WETH');
    const usdc = INSTRUMENTS.indexOf('spot:USDC');
    const held = [
      { instrument: weth, quantity: 2_000 },
      { instrument: usdc, quantity: 100_000 },
    ];
    const desk = bookedDesk([[held]]);
    desk.mark('ETH', 1_500, { 'spot:WETH': { priceUsd: 1_500, delta: 1 } });
    desk.mark('USD', 1, { 'spot:USDC': { priceUsd: 0.5, delta: 1 } });
    const { totals, matrix } = revaluedAtOnce(desk);
    const field = (name: (typeof VECTOR_FIELDS)[number]): number => totals[VECTOR_FIELDS.indexOf(name)]!;
    expect([field('valueUsd'), field('deltaUsd')]).toEqual([3_050, 3_000]);
    // The units of each group stand behind its vector.
    expect([matrix.sums[VECTOR_SIZE], matrix.sums[ROW_SIZE + VECTOR_SIZE]]).toEqual([2, 100]);
  });

  it('touches the portfolios that hold what moved, and no other', () => {
    const at = (id: string) => [[{ instrument: INSTRUMENTS.indexOf(id), quantity: 1_000 }]];
    const desk = bookedDesk([at('spot:WETH'), at('perp:paper:SOL-USD'), at('spot:USDC')]);
    const moves = Object.keys(LISTED).map((underlying) => ({ underlying, seed: 1, missing: -1 }));
    for (const each of moves) move(desk, each, true);
    const book = sparseBookOf(desk.state, keysOf(desk));
    const frame = (underlying: string) => desk.state.frames.get(underlying)!;
    expect(revalue(book, [frame('ETH'), frame('SOL'), frame('USD')])).toBe(3);
    expect(revalue(book, [frame('SOL')])).toBe(1);
    expect(revalue(book, [frame('BTC')])).toBe(0);
  });
});
