import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, type OrderBook, SOURCE_KINDS } from './candidate.js';
import { chooseSource } from './chooseSource.js';
import { PRICE_POLICY } from './markPolicy.js';
import { quoted, said, seconds } from './policy.sample.js';

const kind = fc.constantFrom(...PRICE_POLICY.ranking);
const truth = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
/** Well within the tolerance of 5 %, also of a median that itself is off by as much. */
const noise = fc.double({ min: -0.005, max: 0.005, noNaN: true });
const age = fc.bigInt({ min: 0n, max: seconds(60) });

/** Far off, on either side, up to a thousandfold. */
const farOff = fc.oneof(
  fc.double({ min: 1.08, max: 1_000, noNaN: true }),
  fc.double({ min: 0.001, max: 0.92, noNaN: true }),
);

interface Market {
  readonly candidates: readonly Candidate[];
  readonly books: readonly OrderBook[];
  readonly incumbent: string | undefined;
}

/** More than half of the witnesses say the truth; the others, stale ones and broken books say anything. */
const market: fc.Arbitrary<Market & { readonly price: number }> = fc.integer({ min: 2, max: 7 }).chain((count) =>
  fc
    .record({
      price: truth,
      honest: fc.array(fc.record({ kind, noise, age }), { minLength: count, maxLength: count }),
      planted: fc.array(fc.record({ kind, farOff, age }), { maxLength: count - 1 }),
      stale: fc.array(fc.record({ kind, farOff, over: fc.bigInt({ min: 1n, max: seconds(1e6) }) }), { maxLength: 4 }),
      ahead: fc.array(fc.record({ kind, farOff }), { maxLength: 2 }),
      broken: fc.array(fc.constantFrom<readonly [number, number]>([0, 0], [1.2, 1.1], [1, 1], [0.5, 2], [2, 0]), {
        maxLength: 3,
      }),
      incumbent: fc.constantFrom(undefined, 'planted-0', 'stale-0', 'honest-1'),
      shuffle: fc.infiniteStream(fc.nat()),
    })
    .map(({ price, honest, planted, stale, ahead, broken, incumbent, shuffle }) => {
      const candidates = [
        ...honest.map((one, i) => said(one.kind, price * (1 + one.noise), { source: `honest-${i}`, ageUs: one.age })),
        ...planted.map((one, i) => said(one.kind, price * one.farOff, { source: `planted-${i}`, ageUs: one.age })),
        ...stale.map((one, i) =>
          said(one.kind, price * one.farOff, { source: `stale-${i}`, ageUs: seconds(60) + one.over }),
        ),
        ...ahead.map((one, i) => said(one.kind, price * one.farOff, { source: `ahead-${i}`, ageUs: -seconds(2) })),
      ];
      const order = new Map(candidates.map((one) => [one, shuffle.next().value]));
      return {
        price,
        candidates: candidates.toSorted((a, b) => order.get(a)! - order.get(b)!),
        books: broken.map(([bid, ask], i) => quoted(bid * price, ask * price, { source: `b${i}`, origin: `b${i}` })),
        incumbent,
      };
    }),
);

describe('choosing a source, whatever the market says', () => {
  it('lets no planted, stale or early source and no broken book win against a majority', () => {
    fc.assert(
      fc.property(market, ({ price, ...question }) => {
        const choice = chooseSource(question, PRICE_POLICY);
        expect(choice.kind).toBe('chosen');
        if (choice.kind !== 'chosen') return;
        expect(choice.candidate.source).toMatch(/^honest-/);
        expect(Math.abs(choice.candidate.value / price - 1)).toBeLessThanOrEqual(0.005 + 1e-12);
        expect(choice.confidence).toBeGreaterThan(0);
        expect(choice.confidence).toBeLessThanOrEqual(1);
        const named = new Set(choice.refused.map(({ source }) => source));
        for (const { source } of question.candidates) if (!source.startsWith('honest')) expect(named).toContain(source);
      }),
      { numRuns: 2_000 },
    );
  });

  it('answers the same in any order of the sources', () => {
    fc.assert(
      fc.property(market, ({ price: _price, ...question }) => {
        const backwards = { ...question, candidates: question.candidates.toReversed() };
        const [one, other] = [chooseSource(question, PRICE_POLICY), chooseSource(backwards, PRICE_POLICY)];
        expect({ ...one, refused: [] }).toEqual({ ...other, refused: [] });
      }),
    );
  });

  it('never marks by what is no price, whatever doubles are said', () => {
    const wild = fc.record({ kind: fc.constantFrom(...SOURCE_KINDS), value: fc.double() });
    const wildBook = fc.record({ bid: fc.double(), ask: fc.double(), bidSize: fc.double(), askSize: fc.double() });
    fc.assert(
      fc.property(fc.array(wild, { maxLength: 6 }), fc.array(wildBook, { maxLength: 3 }), (said_, books_) => {
        const candidates = said_.map((one, i) => said(one.kind, one.value, { source: `${i}` }));
        const books = books_.map((one, i) => quoted(one.bid, one.ask, { ...one, source: `b${i}`, origin: `b${i}` }));
        const choice = chooseSource({ candidates, books }, PRICE_POLICY);
        if (choice.kind === 'none') return;
        const { value, source } = choice.candidate;
        expect(value > 0 && value <= 1e12).toBe(true);
        const book = books.find((one) => one.source === source);
        if (book !== undefined) expect(value >= book.bid && value <= book.ask && book.bid < book.ask).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('changes its source once at most while a better one hovers about the limits', () => {
    const tick = fc.record({
      // Around the tolerance of 5 %, never within the half of it that a challenger needs.
      off: fc.double({ min: 0.0251, max: 0.1, noNaN: true }),
      age: fc.bigInt({ min: 0n, max: seconds(120) }),
    });
    fc.assert(
      fc.property(fc.array(tick, { minLength: 2, maxLength: 60 }), (ticks) => {
        let incumbent: string | undefined;
        let changes = 0;
        for (const { off, age: ageUs } of ticks) {
          const candidates = [
            said('venue_mark', 1000 * (1 + off), { ageUs }),
            said('pool', 1000),
            said('oracle', 1000),
          ];
          const choice = chooseSource({ candidates, incumbent }, PRICE_POLICY);
          const source = choice.kind === 'chosen' ? choice.candidate.source : undefined;
          if (incumbent !== undefined && source !== incumbent) changes += 1;
          incumbent = source;
        }
        expect(changes).toBeLessThanOrEqual(1);
      }),
    );
  });
});
