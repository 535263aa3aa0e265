import type { Event } from '@gimbal/contracts';
import { SliceRefused, SurfaceFitted } from '@gimbal/contracts/pricing/v1/mark_events';
import type { Draft } from '@gimbal/projection';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { at, ethPool, flatSlice, markOf, optionQuote, PricingScenario, vol } from '../../pricing.scenario.js';
import { sliceVol } from './sliceVol.js';

const AUG_25 = BigInt(Date.parse('2023-08-25T08:00:00Z')) * 1000n;
const CALL = 'option:derive:ETH-USD:20230825T080000Z:1700:C';
const LATER_CALL = 'option:derive:ETH-USD:20230901T080000Z:1700:C';
/** 1598.04 USD, as in the marks' own tests. */
const TICK = 202_555;

function fittedIn(drafts: readonly Draft[]): SurfaceFitted[] {
  return drafts
    .filter(({ event }) => event.type === SurfaceFitted.$type)
    .map(({ event }) => event.value as SurfaceFitted);
}

function refusedIn(drafts: readonly Draft[]): SliceRefused[] {
  return drafts
    .filter(({ event }) => event.type === SliceRefused.$type)
    .map(({ event }) => event.value as SliceRefused);
}

function listed(...events: Event[]): PricingScenario {
  return new PricingScenario().list('spot:WETH', CALL, LATER_CALL).given(ethPool(TICK, '21:00:00'), ...events);
}

describe('options on a surface', () => {
  it('are marked from an accepted slice, and from the flat volatility where their expiry has none', () => {
    const scenario = listed(vol('0.45'), flatSlice(0.6, AUG_25, '21:00:00'));
    const drafts = scenario.step('21:00:00');
    const on = markOf(scenario, drafts, CALL);
    expect(on.vol).toBeCloseTo(0.6, 12);
    // The slice's forward, since nobody marks a future: 1600.
    expect(on.forwardUsd).toBe(1600);
    expect(on).toMatchObject({ source: 'venue_surface:derive:ETH', agreeing: 1, failure: undefined });
    const off = markOf(scenario, drafts, LATER_CALL);
    expect(off).toMatchObject({ vol: 0.45, source: 'flat_vol:assumed:vol:ETH' });
    // 0.9 (kind) · ½ (alone) · 0.9 (the venue's own); 0.3 (kind) · ½ (alone) · ½ (assumed); to a 255th.
    expect(Math.abs(on.confidence - 0.405)).toBeLessThan(1 / 255);
    expect(Math.abs(off.confidence - 0.075)).toBeLessThan(1 / 255);
  });

  it('move their forward with spot until the next slice', () => {
    const scenario = listed(vol('0.45'), flatSlice(0.6, AUG_25, '21:00:00'));
    scenario.step('21:00:00');
    // 953 ticks are 1.0001^953 = 1.10 (9.9996 %) down.
    const drafts = scenario.given(ethPool(TICK + 953, '21:01:00')).step('21:01:00');
    expect(markOf(scenario, drafts, CALL).forwardUsd).toBeCloseTo(1600 / 1.0001 ** 953, 6);
  });

  it('leave a slice that has become too old', () => {
    const scenario = listed(vol('0.45'), flatSlice(0.6, AUG_25, '21:00:00'));
    expect(markOf(scenario, scenario.step('21:20:00'), CALL).source).toBe('venue_surface:derive:ETH');
    expect(markOf(scenario, scenario.step('21:20:01'), CALL).source).toBe('flat_vol:assumed:vol:ETH');
  });

  it('leave a slice that is outside the quotes of its venue', () => {
    const quote = { feed: 'derive:options:ETH', venue: 'derive', bidVol: 0.44, askVol: 0.46, markVol: 0.45 };
    const scenario = listed(vol('0.45'), flatSlice(0.9, AUG_25, '21:00:00'), optionQuote(CALL, '21:00:00', quote));
    const mark = markOf(scenario, scenario.step('21:00:00'), CALL);
    expect(mark).toMatchObject({ source: 'venue_mark:derive:options:ETH', vol: 0.45 });
  });

  it('are published on their underlying once, and again only with news', () => {
    const scenario = listed(vol('0.45'), flatSlice(0.6, AUG_25, '21:00:00'));
    const [first] = scenario.step('21:00:00');
    expect(first).toMatchObject({ topic: 'marks.kept', key: 'ETH' });
    expect(fittedIn([first!])[0]).toMatchObject({ underlying: 'ETH', venue: 'derive', slicesRefused: 0 });
    expect(fittedIn(scenario.step('21:10:00'))).toEqual([]);
    const drafts = scenario.given(flatSlice(0.7, AUG_25, '21:11:00')).step('21:11:00');
    expect(fittedIn(drafts)[0]!.slices[0]!.a).toBeCloseTo(0.49 * 0.02, 15);
    expect(markOf(scenario, drafts, CALL).vol).toBeCloseTo(0.7, 12);
  });

  it('say why an expiry has none', () => {
    const one = optionQuote('ioption:deribit:ETH-USD:20230825T080000Z:1700:C', '21:00:00', {
      bidPrice: 0.01,
      askPrice: 0.012,
    });
    const drafts = listed(vol('0.45'), one).step('21:00:00');
    expect(fittedIn(drafts)[0]).toMatchObject({ venue: 'deribit', slices: [], slicesRefused: 1 });
    // One call has no put beside it, so there is no forward either.
    expect(refusedIn(drafts)).toMatchObject([
      { underlying: 'ETH', venue: 'deribit', expiryUs: AUG_25, quotesSeen: 1, method: 'svi-joint-1' },
    ]);
    expect(['noForward', 'tooFewQuotes']).toContain(refusedIn(drafts)[0]!.code);
  });

  it("drop the rows of a feed that have expired on its next day, and nobody else's", () => {
    const quote = (expiry: string, feed: string, observedAtUs = at('00:00:00')): Event =>
      optionQuote(`ioption:deribit:ETH-USD:${expiry}T080000Z:1700:C`, '00:00:00', { feed, observedAtUs });
    const scenario = new PricingScenario().given(
      quote('20230817', 'one'),
      quote('20230825', 'one'),
      quote('20230817', 'two'),
      flatSlice(0.6, at('08:00:00'), '00:00:00', { feed: 'one' }),
    );
    expect([scenario.state.optionQuotes.size, scenario.state.venueSlices.size]).toEqual([3, 1]);
    scenario.given(quote('20230901', 'one', at('23:59:59')));
    expect(scenario.state.optionQuotes.size).toBe(4);
    scenario.given(quote('20230908', 'one', at('23:59:59') + 1_000_000n));
    const left = [...scenario.state.optionQuotes.values()].map(({ feed, expiryMs }) => [
      feed,
      new Date(expiryMs).getUTCDate(),
    ]);
    expect(left).toEqual([
      ['one', 25],
      ['two', 17],
      ['one', 1],
      ['one', 8],
    ]);
    expect(scenario.state.venueSlices.size).toBe(0);
  });

  it('forget expiries that have come', () => {
    const scenario = listed(vol('0.45'), flatSlice(0.6, at('21:30:00'), '21:00:00'));
    expect(fittedIn(scenario.step('21:30:00'))).toEqual([]);
  });
});

interface RecordedOption {
  readonly strikePrice: number;
  readonly optionType: 'call' | 'put';
  readonly expirationDate: string;
  readonly bestBidPrice: number;
  readonly bestAskPrice: number;
  readonly bestBidIV?: number;
  readonly bestAskIV?: number;
  readonly markPrice: number;
  readonly markIV: number;
  readonly underlyingPrice: number;
}

const file = new URL('../../../../../test/data/options/eth_2022-01-25T0330Z.json.gz', import.meta.url);
const { options } = (
  JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { params: { options: RecordedOption[] } }
).params;

/** The recorded chain of 2022, its quotes as of the scenario's day and its expiries as long after that. */
const SHIFT_MS = Date.parse('2023-08-17T03:30:00Z') - Date.parse('2022-01-25T03:30:00Z');
function recordedQuotes(): Event[] {
  return options.map((option) => {
    const expiry = new Date(Date.parse(option.expirationDate) + SHIFT_MS).toISOString().replace(/[-:]|\.000/g, '');
    const right = option.optionType === 'call' ? 'C' : 'P';
    return optionQuote(`ioption:deribit:ETH-USD:${expiry}:${option.strikePrice}:${right}`, '03:30:00', {
      bidPrice: option.bestBidPrice,
      askPrice: option.bestAskPrice,
      bidVol: (option.bestBidIV ?? 0) / 100,
      askVol: (option.bestAskIV ?? 0) / 100,
      markPrice: option.markPrice,
      markVol: option.markIV / 100,
      underlyingUsd: option.underlyingPrice,
    });
  });
}

describe('the recorded chain of 25 January 2022', () => {
  const quotes = recordedQuotes();
  const drafts = new PricingScenario().given(...quotes).step('03:30:00');
  const [surface] = fittedIn(drafts);

  it('has a slice for both expiries, free of arbitrage, with the forward that the venue shows', () => {
    expect(refusedIn(drafts)).toEqual([]);
    expect(surface!.slices).toHaveLength(2);
    for (const slice of surface!.slices) {
      expect(slice.butterflyLeastG).toBeGreaterThanOrEqual(0);
      expect(slice.calendarLeastExcess).toBeGreaterThanOrEqual(0);
      // The recorded underlying prices are 2404.76 to 2407.37.
      expect(Math.abs(slice.forwardUsd - 2406)).toBeLessThan(6);
      expect(slice.confidence).toBeGreaterThan(0.3);
    }
  });

  it("comes near the venue's own marks where it is traded: within a vol point in the middle", () => {
    const [near] = surface!.slices;
    const middle = options.filter(
      ({ expirationDate, strikePrice }) =>
        expirationDate.startsWith('2022-02-04') && strikePrice >= 2_000 && strikePrice <= 2_900,
    );
    expect(middle.length).toBeGreaterThan(10);
    for (const { strikePrice, markIV } of middle) {
      const fitted = sliceVol(near!, Math.log(strikePrice / near!.forwardUsd)) * 100;
      expect(Math.abs(fitted - markIV)).toBeLessThan(1);
    }
  });

  it('gives the same surface, to the bit, whatever the order in which quotes came', () => {
    const backwards = new PricingScenario().given(...quotes.toReversed()).step('03:30:00');
    expect(SurfaceFitted.encode(fittedIn(backwards)[0]!).finish()).toEqual(SurfaceFitted.encode(surface!).finish());
  });
});
