import { type Event, event } from '@gimbal/contracts';
import { FeedDegraded, FeedRestored } from '@gimbal/contracts/ingestion/v1/health_events';
import { describe, expect, it } from 'vitest';
import { ethPool, ethRound, markOf, optionQuote, PricingScenario, venuePerp, vol } from '../../pricing.scenario.js';
import { type MarketDirectory, RECORDED_MARKETS } from '../marketDirectory.js';

const POOL_FEED = 'uniswap-v3:polygon:usdc-weth-005';
const ROUNDS = 'chainlink:ethereum:ETH-USD';
const TICK = 202_555;

const degraded = (feed: string, reason: string, instrumentId = ''): Event =>
  event(FeedDegraded, { feed, reason, instrumentId, detail: 'Expected 5, was 7.' });
const restored = (feed: string, reason: string, instrumentId = ''): Event =>
  event(FeedRestored, { feed, reason, instrumentId });

const directory: MarketDirectory = {
  ...RECORDED_MARKETS,
  underlyings: new Map([['ETH', { ...RECORDED_MARKETS.underlyings.get('ETH')!, otherFeeds: [{ feed: ROUNDS }] }]]),
};

describe('a mark that rests on a degraded feed', () => {
  it.each(['sequence', 'checksum', 'refused', 'late', 'quorum', 'reorg', 'reorg_depth', 'sequencer', 'disconnected'])(
    'keeps its value and counts as stale after %s, with the reason in its name',
    (reason) => {
      const scenario = new PricingScenario().list('spot:WETH').given(ethPool(TICK, '21:00:00'));
      scenario.given(degraded(POOL_FEED, reason));
      const mark = markOf(scenario, scenario.step('21:00:00'), 'spot:WETH');
      expect(mark.priceUsd).toBeGreaterThan(1_500);
      expect(mark.failure).toMatchObject({
        code: 'stale',
        valueKept: true,
        reason: `Expected ${POOL_FEED} to be in order, it is degraded: ${reason}. Expected 5, was 7.`,
      });
    },
  );

  it.each(['crossed', 'clock', 'overflow', 'venue'])('is used as it is after %s', (reason) => {
    const scenario = new PricingScenario().list('spot:WETH').given(ethPool(TICK, '21:00:00'));
    const mark = markOf(scenario, scenario.given(degraded(POOL_FEED, reason)).step('21:00:00'), 'spot:WETH');
    expect(mark.failure).toBeUndefined();
  });

  it('is good again when every reason has ended', () => {
    const scenario = new PricingScenario().list('spot:WETH').given(ethPool(TICK, '21:00:00'));
    scenario.given(degraded(POOL_FEED, 'sequence'), degraded(POOL_FEED, 'checksum'), restored(POOL_FEED, 'sequence'));
    expect(markOf(scenario, scenario.step('21:00:00'), 'spot:WETH').failure?.reason).toContain('checksum');
    scenario.given(restored(POOL_FEED, 'checksum'));
    expect(markOf(scenario, scenario.step('21:01:00'), 'spot:WETH').failure).toBeUndefined();
  });

  it('goes to another source where there is one', () => {
    const scenario = new PricingScenario(0n, directory).list('spot:WETH');
    scenario.given(ethRound(1598, '21:00:00'), ethPool(TICK, '21:00:00'), degraded(POOL_FEED, 'reorg'));
    const mark = markOf(scenario, scenario.step('21:00:00'), 'spot:WETH');
    expect(mark).toMatchObject({ priceUsd: 1598, source: `oracle:${ROUNDS}`, failure: undefined });
  });
});

describe('a feed of several contracts', () => {
  const [ETH, BTC] = ['perp:paper:ETH-USD', 'perp:paper:BTC-USD'];
  const VENUE = 'paper:public';
  const bitcoin = (time: string): Event => {
    const one = venuePerp(VENUE, '29000', '29010', time);
    return { ...one, value: { ...(one.value as object), instrumentId: BTC } };
  };

  it('marks each by what was said of it, whichever was said last', () => {
    const scenario = new PricingScenario().list(ETH).given(ethPool(TICK, '21:00:00'));
    scenario.given(venuePerp(VENUE, '1600', '1601', '21:00:00'), bitcoin('21:00:00'));
    expect(markOf(scenario, scenario.step('21:00:00'), ETH)).toMatchObject({ priceUsd: 1600, failure: undefined });
  });

  it('is doubted for the contract that is named, and for no other', () => {
    const scenario = new PricingScenario().list(ETH).given(ethPool(TICK, '21:00:00'));
    scenario.given(venuePerp(VENUE, '1600', '1601', '21:00:00'), bitcoin('21:00:00'));
    scenario.given(degraded(VENUE, 'sequence', BTC));
    expect(markOf(scenario, scenario.step('21:00:00'), ETH).source).toBe(`venue_mark:${VENUE}`);
    // Neither its mark nor its index is heard any more: spot stands in, and the funding is said to be in doubt.
    scenario.given(degraded(VENUE, 'sequence', ETH));
    const mark = markOf(scenario, scenario.step('21:01:00'), ETH);
    expect(mark).toMatchObject({ source: `index:${POOL_FEED}`, failure: { code: 'stale', valueKept: true } });
  });
});

describe('an option whose quotes come from a degraded feed', () => {
  it('isn’t marked by them, nor is a surface fitted to them', () => {
    const instrumentId = 'ioption:deribit:ETH-USD:20230825T080000Z:1700:C';
    const quote = optionQuote(instrumentId, '21:00:00', { markVol: 0.5, underlyingUsd: 1600 });
    const { feed } = quote.value;
    const scenario = new PricingScenario().list(instrumentId).given(ethPool(TICK, '21:00:00'), vol('0.45'), quote);
    expect(markOf(scenario, scenario.step('21:00:00'), instrumentId).source).not.toMatch(/^flat_vol/);
    scenario.given(degraded(feed, 'disconnected'));
    expect(markOf(scenario, scenario.step('21:01:00'), instrumentId).source).toMatch(/^flat_vol/);
  });
});
