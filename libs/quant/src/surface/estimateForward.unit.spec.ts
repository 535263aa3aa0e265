import { describe, expect, it } from 'vitest';
import { black76, estimateForward } from '../index.js';
import type { OptionQuote, QuoteUnit } from '../index.js';

const AGE_MAX = 60_000;
const FORWARD = 2013.7;

/** Calls and puts of Black-76 at a known forward, `halfSpread` (in the unit) to each side of the value. */
function book(strikes: readonly number[], unit: QuoteUnit, halfSpread: number, ratePer1 = 0): OptionQuote[] {
  return strikes.flatMap((strike) => {
    return (['call', 'put'] as const).map((right) => {
      const result = black76({ forward: FORWARD, strike, tauYears: 0.2, vol: 0.6, ratePer1, right });
      const price = result.kind === 'valued' ? result.greeks.price / (unit === 'coin' ? FORWARD : 1) : Number.NaN;
      return { strike, right, bid: price - halfSpread, ask: price + halfSpread, ageMs: 0 };
    });
  });
}

const strikes = [1700, 1800, 1900, 2000, 2100, 2200, 2300];

describe('estimateForward by put-call parity', () => {
  it('finds the forward that made the prices, in coin and in money', () => {
    const coin = estimateForward(book(strikes, 'coin', 0.0005), undefined, 'coin', 1, AGE_MAX)!;
    expect(coin).toMatchObject({ source: 'putCallParity', observations: 7, outliers: 0 });
    expect(coin.forward / FORWARD).toBeCloseTo(1, 5);
    const discount = Math.exp(-0.04 * 0.2);
    const money = estimateForward(
      book(strikes, 'quoteCurrency', 1, 0.04),
      undefined,
      'quoteCurrency',
      discount,
      AGE_MAX,
    )!;
    expect(money.forward).toBeCloseTo(FORWARD, 9);
    expect(money.halfWidth).toBeCloseTo(2 / discount, 9);
  });

  it('leaves strikes out that lie far from the others', () => {
    const quotes = book(strikes, 'quoteCurrency', 1).map((quote) => {
      return quote.strike === 1900 && quote.right === 'call'
        ? { ...quote, bid: quote.bid! + 150, ask: quote.ask! + 150 }
        : quote;
    });
    const found = estimateForward(quotes, undefined, 'quoteCurrency', 1, AGE_MAX)!;
    expect(found).toMatchObject({ observations: 6, outliers: 1 });
    expect(found.forward).toBeCloseTo(FORWARD, 9);
  });

  it('a tight strike outweighs wide ones', () => {
    // One strike a dollar to each side; the others forty, and all of them ten dollars too high: (10·6/40²)/(6/40² + 1/1²).
    const quotes = book(strikes, 'quoteCurrency', 20).map((quote) => {
      const half = quote.strike === 2000 ? 0.5 : 20;
      const middle = (quote.bid! + quote.ask!) / 2 + (quote.strike !== 2000 && quote.right === 'call' ? 10 : 0);
      return { ...quote, bid: middle - half, ask: middle + half };
    });
    const found = estimateForward(quotes, undefined, 'quoteCurrency', 1, AGE_MAX)!;
    expect(found.forward - FORWARD).toBeCloseTo(60 / 1600 / (6 / 1600 + 1), 6);
    expect(found.halfWidth).toBeCloseTo(1, 9);
  });

  it('works through holes, and with one pair left', () => {
    const holes = book(strikes, 'quoteCurrency', 1).map((quote) => {
      return quote.strike === 2100 ? quote : { ...quote, [quote.right === 'call' ? 'bid' : 'ask']: undefined };
    });
    const found = estimateForward(holes, undefined, 'quoteCurrency', 1, AGE_MAX)!;
    expect(found.observations).toBe(1);
    expect(found.forward).toBeCloseTo(FORWARD, 9);
  });

  it('does not use what is stale, crossed, one-sided or quoted in volatility', () => {
    const spoil = (change: (quote: OptionQuote) => OptionQuote, unit: QuoteUnit = 'quoteCurrency') => {
      return estimateForward(book(strikes, 'quoteCurrency', 1).map(change), undefined, unit, 1, AGE_MAX);
    };
    expect(spoil((quote) => ({ ...quote, ageMs: AGE_MAX + 1 }))).toBeUndefined();
    expect(spoil((quote) => ({ ...quote, bid: quote.ask! + 1 }))).toBeUndefined();
    expect(spoil((quote) => ({ ...quote, ask: undefined }))).toBeUndefined();
    expect(spoil((quote) => ({ ...quote, bid: Number.NaN }))).toBeUndefined();
    expect(spoil((quote) => quote, 'vol')).toBeUndefined();
    expect(estimateForward([], undefined, 'coin', 1, AGE_MAX)).toBeUndefined();
  });
});

describe('estimateForward with a future', () => {
  const options = book(strikes, 'quoteCurrency', 1);
  const forwardWith = (future: Parameters<typeof estimateForward>[1], quotes = options) => {
    return estimateForward(quotes, future, 'quoteCurrency', 1, AGE_MAX)!;
  };

  it('takes the middle of its book', () => {
    expect(forwardWith({ bid: 2013, ask: 2015, ageMs: 0 })).toEqual({
      forward: 2014,
      source: 'future',
      halfWidth: 1,
      observations: 1,
      outliers: 0,
    });
  });

  it('takes its price when there is no book', () => {
    expect(forwardWith({ price: 2014, ageMs: 0 })).toMatchObject({ forward: 2014, source: 'future' });
    expect(forwardWith({ price: 2014, bid: 2016, ask: 2015, ageMs: 0 })).toMatchObject({ forward: 2014 });
  });

  it('prefers parity to one that is stale, empty, no number, or at odds with the strikes', () => {
    const parity = { source: 'putCallParity', outliers: 0 };
    expect(forwardWith({ price: 2014, ageMs: AGE_MAX + 1 })).toMatchObject(parity);
    expect(forwardWith({ price: 2014, ageMs: Number.NaN })).toMatchObject(parity);
    expect(forwardWith({ ageMs: 0 })).toMatchObject(parity);
    expect(forwardWith({ price: Number.NaN, ageMs: 0 })).toMatchObject(parity);
    expect(forwardWith({ price: 0, ageMs: 0 })).toMatchObject(parity);
    // 1 % away from seven strikes that agree: the future counts as an outlier.
    expect(forwardWith({ price: FORWARD * 1.01, ageMs: 0 })).toMatchObject({ source: 'putCallParity', outliers: 1 });
  });

  it('keeps to the future when too few strikes contradict it', () => {
    const few = options.filter(({ strike }) => strike <= 1900);
    expect(forwardWith({ price: FORWARD * 1.01, ageMs: 0 }, few)).toMatchObject({ source: 'future' });
  });
});
