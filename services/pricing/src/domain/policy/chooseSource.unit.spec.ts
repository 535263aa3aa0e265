import { describe, expect, it } from 'vitest';
import type { Choice } from './candidate.js';
import { chooseSource } from './chooseSource.js';
import { PRICE_POLICY, VOL_POLICY } from './markPolicy.js';
import { quoted, said, seconds } from './policy.sample.js';
import { refusalText } from './refusalText.js';

/** Who won, and who was refused for what. */
function outcome(choice: Choice): { won: string | undefined; refused: Record<string, string> } {
  return {
    won: choice.kind === 'chosen' ? choice.candidate.source : undefined,
    refused: Object.fromEntries(choice.refused.map(({ source, code }) => [source, code])),
  };
}

function confidence(choice: Choice): number {
  return choice.kind === 'chosen' ? choice.confidence : 0;
}

describe('choosing a source', () => {
  it('takes the best ranked of those that agree', () => {
    const candidates = [said('index', 1600), said('oracle', 1601), said('venue_mark', 1602), said('pool', 1599)];
    expect(outcome(chooseSource({ candidates }, PRICE_POLICY))).toEqual({ won: 'venue_mark', refused: {} });
  });

  it('leaves an outlier out that would have moved an average, as happened to an index on 2019-10-31', () => {
    const honest = [9_200, 9_205, 9_195, 9_210].map((value, i) => said('last_trade', value, { source: `venue-${i}` }));
    const candidates = [...honest, said('venue_mark', 7_800, { source: 'broken' })];
    const choice = chooseSource({ candidates }, PRICE_POLICY);
    expect(outcome(choice)).toEqual({ won: 'venue-0', refused: { broken: 'off_median' } });
    // 4 of 5 agree: 0.7 · (1 − 1/16) · 4/5.
    expect(confidence(choice)).toBeCloseTo(0.525, 12);
  });

  it('leaves an index out that is itself the outlier, when a third says so', () => {
    const candidates = [said('index', 1000), said('venue_mark', 1600), said('pool', 1601)];
    const { won, refused } = outcome(chooseSource({ candidates }, PRICE_POLICY));
    expect({ won, refused }).toEqual({ won: 'venue_mark', refused: { index: 'off_median' } });
  });

  it('believes the index before a mark that nobody else confirms', () => {
    const candidates = [said('venue_mark', 1700), said('index', 1600)];
    const choice = chooseSource({ candidates }, PRICE_POLICY);
    expect(outcome(choice)).toEqual({ won: 'index', refused: { venue_mark: 'off_index' } });
    // 0.8 · ½ · ½
    expect(confidence(choice)).toBeCloseTo(0.2, 12);
    expect(refusalText(choice.refused[0]!)).toBe('Expected venue_mark between 1520 and 1680 (the index), was 1700.');
  });

  it('has no mark when two disagree and nothing tells who is right', () => {
    const two = [said('venue_mark', 1700), said('pool', 1600)];
    const refused = { venue_mark: 'no_majority', pool: 'no_majority' };
    expect(outcome(chooseSource({ candidates: two }, PRICE_POLICY))).toEqual({ won: undefined, refused });
    const four = [1600, 1601, 1800, 1801].map((value, i) => said('pool', value, { source: `${i}` }));
    expect(outcome(chooseSource({ candidates: four }, PRICE_POLICY)).won).toBeUndefined();
    // The middle one of three that are all apart has nobody on its side.
    const three = [1500, 1600, 1700].map((value, i) => said('pool', value, { source: `${i}` }));
    expect(outcome(chooseSource({ candidates: three }, PRICE_POLICY)).won).toBeUndefined();
  });

  it('counts the sources of one origin once', () => {
    const one = { origin: 'venue-a' };
    const candidates = [
      said('venue_mark', 1700, one),
      said('last_trade', 1700, one),
      said('index', 1600),
      said('oracle', 1600),
    ];
    expect(outcome(chooseSource({ candidates }, PRICE_POLICY)).refused).toEqual({
      venue_mark: 'off_median',
      last_trade: 'off_median',
    });
  });

  it('holds a mark to the quotes of its venue', () => {
    const one = { origin: 'venue-a' };
    const books = [quoted(1599.5, 1600.5, one)];
    const inside = chooseSource({ candidates: [said('venue_mark', 1601, one)], books }, PRICE_POLICY);
    expect(outcome(inside)).toEqual({ won: 'venue_mark', refused: {} });
    const outside = chooseSource({ candidates: [said('venue_mark', 1700, one)], books }, PRICE_POLICY);
    expect(outcome(outside)).toEqual({ won: 'book', refused: { venue_mark: 'outside_book' } });
    expect(outside.kind === 'chosen' && outside.candidate.value).toBe(1600);
  });

  it('uses one source alone, with at most half of its trust, and says that it is alone', () => {
    const choice = chooseSource({ candidates: [said('pool', 1600)] }, PRICE_POLICY);
    expect(choice).toMatchObject({ kind: 'chosen', agreeing: 1, witnesses: 1, confidence: 0.5 });
  });

  it('trusts a source less as it ages, and not at all when it is stale', () => {
    const aged = (age: number): Choice =>
      chooseSource({ candidates: [said('venue_mark', 1600, { ageUs: seconds(age) })] }, PRICE_POLICY);
    expect(confidence(aged(0))).toBe(0.5);
    expect(confidence(aged(60))).toBe(0.25);
    expect(outcome(aged(61))).toEqual({ won: undefined, refused: { venue_mark: 'stale' } });
    expect(refusalText(aged(61).refused[0]!)).toBe('Expected venue_mark within 60 s, the last was 61 s ago.');
  });

  it('does not let a source stay young by a time ahead of the clock', () => {
    const ahead = (ageUs: bigint): Choice =>
      chooseSource({ candidates: [said('pool', 1600, { ageUs })] }, PRICE_POLICY);
    expect(outcome(ahead(-1_000_000n)).won).toBe('pool');
    expect(outcome(ahead(-1_000_001n)).refused).toEqual({ pool: 'ahead_of_clock' });
  });

  it('holds an assumed value to what was observed, and lets it bear no witness', () => {
    const assumed = said('venue_mark', 1700, { assumed: true });
    const both = chooseSource({ candidates: [assumed, said('index', 1600)] }, PRICE_POLICY);
    expect(outcome(both)).toEqual({ won: 'index', refused: { venue_mark: 'off_median' } });
    const alone = chooseSource({ candidates: [{ ...assumed, ageUs: seconds(90_000) }] }, PRICE_POLICY);
    expect(alone).toMatchObject({ kind: 'chosen', confidence: 0.25 });
  });

  it('keeps to its source while a better one is at the edge of what is allowed', () => {
    const market = (mark: number): Choice =>
      chooseSource(
        { candidates: [said('venue_mark', mark), said('pool', 1000), said('oracle', 1000)], incumbent: 'pool' },
        PRICE_POLICY,
      );
    expect(outcome(market(1030)).won).toBe('pool');
    expect(outcome(market(1020)).won).toBe('venue_mark');
  });

  it.each([
    ['empty_book', quoted(0, 0)],
    ['one_sided_book', quoted(1600, Number.NaN)],
    ['one_sided_book', quoted(Number.POSITIVE_INFINITY, 1600)],
    ['crossed_book', quoted(1601, 1600)],
    ['crossed_book', quoted(1600, 1600)],
    ['wide_book', quoted(1500, 1700)],
  ])('refuses a book as %s', (code, book) => {
    expect(outcome(chooseSource({ candidates: [], books: [book] }, PRICE_POLICY))).toEqual({
      won: undefined,
      refused: { book: code },
    });
  });

  it('weighs a narrow book by its sizes: (99.95 · 3 + 100.05 · 1) / 4 = 99.975', () => {
    const books = [quoted(99.95, 100.05, { bidSize: 1, askSize: 3 })];
    const choice = chooseSource({ candidates: [], books }, PRICE_POLICY);
    expect(choice.kind === 'chosen' && choice.candidate.value).toBeCloseTo(99.975, 12);
  });

  it('falls back from a surface outside the quotes to the volatility of the venue', () => {
    const one = { origin: 'deribit' };
    const candidates = [
      said('surface', 0.9, one),
      said('venue_mark', 0.56, one),
      said('flat_vol', 0.45, { assumed: true }),
    ];
    const books = [quoted(0.54, 0.58, one)];
    expect(outcome(chooseSource({ candidates, books }, VOL_POLICY)).won).toBe('venue_mark');
    expect(outcome(chooseSource({ candidates: candidates.slice(2) }, VOL_POLICY)).won).toBe('flat_vol');
  });
});
