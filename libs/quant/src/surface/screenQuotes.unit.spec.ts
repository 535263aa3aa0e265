import { describe, expect, it } from 'vitest';
import { black76, screenQuotes } from '../index.js';
import type { OptionQuote, QuoteFrame, QuotePolicy } from '../index.js';

const policy: QuotePolicy = { ageMsMax: 60_000, acceptMarks: false, markHalfSpreadVol: 0.005 };
const inVol: QuoteFrame = { unit: 'vol', tauYears: 0.1, forward: 2000, discount: 1 };
const inCoin: QuoteFrame = { ...inVol, unit: 'coin' };

const call = (quote: Partial<OptionQuote>): OptionQuote => {
  return { strike: 2200, right: 'call', bid: 0.5, ask: 0.52, ageMs: 1000, ...quote };
};
const reasonOf = (quote: Partial<OptionQuote>, frame = inVol, chosen = policy) => {
  return screenQuotes([call(quote)], frame, chosen).refused[0];
};

function valueOf(vol: number, strike: number, right: 'call' | 'put', tauYears: number, ratePer1: number): number {
  const result = black76({ forward: 2000, strike, tauYears, vol, ratePer1, right });
  return result.kind === 'valued' ? result.greeks.price : Number.NaN;
}

describe('screenQuotes', () => {
  it('keeps a quote with bid, ask and mid as volatilities', () => {
    const { used, refused } = screenQuotes([call({})], inVol, policy);
    expect(refused).toEqual([]);
    expect(used.length).toBe(1);
    expect([used.bidVol[0], used.askVol[0], used.midVol[0]]).toEqual([0.5, 0.52, 0.51]);
    expect(used.k[0]).toBeCloseTo(Math.log(1.1), 15);
    // F·n(d1)·√τ over F: d1 = -0.51034…, by mpmath 1.3.0.
    expect(used.vega[0]).toBeCloseTo(0.110752979457047, 12);
  });

  it.each(['call', 'put'] as const)('turns prices of a %s back into the volatilities that made them', (right) => {
    for (const strike of [1000, 1900, 2000, 2200, 4000]) {
      const [bid, ask] = [0.6, 0.7].map((vol) => valueOf(vol, strike, right, 0.1, 0)) as [number, number];
      const coin = screenQuotes([call({ strike, right, bid: bid / 2000, ask: ask / 2000 })], inCoin, policy).used;
      // In the money at half the forward a millionth of time value is left under a price of 1: nine digits of it.
      expect(coin.bidVol[0]).toBeCloseTo(0.6, 6);
      expect(coin.askVol[0]).toBeCloseTo(0.7, 6);
      const discount = Math.exp(-0.05 * 0.1);
      const usd: QuoteFrame = { ...inVol, unit: 'quoteCurrency', discount };
      const quote = call({ strike, right, bid: discount * bid, ask: discount * ask });
      expect(screenQuotes([quote], usd, policy).used.midVol[0]).toBeCloseTo(0.65, 6);
    }
  });

  it("takes the venue's own forward for a quote that shows one", () => {
    const { used } = screenQuotes([call({ forward: 2200 })], inVol, policy);
    expect(used.k[0]).toBe(0);
  });

  it.each([
    ['notFinite', 'strike', { strike: Number.NaN }],
    ['notFinite', 'bid', { bid: Number.POSITIVE_INFINITY }],
    ['notFinite', 'ask', { ask: Number.NaN }],
    ['notFinite', 'ageMs', { ageMs: Number.NaN }],
    ['notFinite', 'forward', { forward: 0 }],
    ['strikeNotPositive', 'strike', { strike: 0 }],
    ['strikeNotPositive', 'strike', { strike: -5 }],
    ['stale', 'ageMs', { ageMs: 60_001 }],
    ['empty', 'bid', { bid: undefined, ask: undefined }],
    ['empty', 'bid', { bid: 0, ask: 0 }],
    ['oneSided', 'bid', { bid: undefined }],
    ['oneSided', 'bid', { bid: 0 }],
    ['oneSided', 'ask', { ask: undefined }],
    ['crossed', 'bid', { bid: 0.53 }],
    ['volOutOfRange', 'ask', { ask: 11 }],
    ['volOutOfRange', 'bid', { bid: 0.005 }],
    ['moneynessOutOfRange', 'k', { strike: 2000 * Math.exp(10.1) }],
  ])('refuses as %s (%s)', (reason, field, change) => {
    expect(reasonOf(change)).toMatchObject({ reason, field, right: 'call' });
  });

  it('refuses a price below intrinsic and one above what an option can be worth', () => {
    // At half the forward a call is worth 0.5 of it at least, and 1 at most; a put of twice the forward 2 at most.
    const deep = { strike: 1000, right: 'call' } as const;
    expect(reasonOf({ ...deep, bid: 0.4999, ask: 0.6 }, inCoin)).toMatchObject({
      reason: 'belowIntrinsic',
      field: 'bid',
    });
    expect(reasonOf({ ...deep, bid: 0.51, ask: 1.01 }, inCoin)).toMatchObject({ reason: 'aboveBound', field: 'ask' });
    const put = { strike: 4000, right: 'put' } as const;
    expect(reasonOf({ ...put, bid: 0.99, ask: 1.2 }, inCoin)).toMatchObject({ reason: 'belowIntrinsic', field: 'bid' });
    expect(reasonOf({ ...put, bid: 1.1, ask: 2.01 }, inCoin)).toMatchObject({ reason: 'aboveBound', field: 'ask' });
  });

  it('locked is not crossed', () => {
    expect(reasonOf({ ask: 0.5 })).toBeUndefined();
  });

  it('takes a mark for a book that has no two sides where that is allowed, with a spread of its own', () => {
    const marks = { ...policy, acceptMarks: true };
    const { used } = screenQuotes([call({ bid: undefined, mark: 0.6 })], inVol, marks);
    expect([used.bidVol[0], used.midVol[0], used.askVol[0]]).toEqual([0.595, 0.6, 0.605]);
    expect(reasonOf({ bid: undefined, mark: undefined }, inVol, marks)).toMatchObject({ reason: 'oneSided' });
    expect(reasonOf({ bid: undefined, mark: 11 }, inVol, marks)).toMatchObject({
      reason: 'volOutOfRange',
      field: 'mark',
    });
  });

  it('one bad quote leaves the others in their order', () => {
    const quotes = [call({ strike: 1800 }), call({ strike: 1900, bid: 0.6 }), call({ strike: 2100 })];
    const { used, refused } = screenQuotes(quotes, inVol, policy);
    expect(Array.from(used.strike.subarray(0, used.length))).toEqual([1800, 2100]);
    expect(refused).toEqual([
      {
        reason: 'crossed',
        strike: 1900,
        right: 'call',
        field: 'bid',
        expected: 'a bid of at most the ask 0.52',
        found: '0.6',
      },
    ]);
  });
});
