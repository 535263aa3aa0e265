import { describe, expect, it } from 'vitest';
import {
  at,
  ethPool,
  ethRound,
  markOf,
  OSQTH_POOL,
  osqthPool,
  perp,
  PricingScenario,
  venuePerp,
  vol,
  wentStale,
} from '../../pricing.scenario.js';
import { type MarketDirectory, RECORDED_MARKETS } from '../marketDirectory.js';
import { markSource } from './markSource.js';
import { marketView } from './marketView.js';
import { refusedSources } from './refusedSources.js';

const POOL = 'pool:uniswap-v3:polygon:usdc-weth-005';
const ROUNDS = 'chainlink:ethereum:ETH-USD';
const OTHER_ROUNDS = 'chainlink:arbitrum:ETH-USD';
/** The pool's price is 10^12/1.0001^tick: 1598.04, and 10 % and 1 % less. */
const TICK = 202_555;
const TENTH_LOWER = TICK + 1_054;
const HUNDREDTH_LOWER = TICK + 101;

/** The recorded markets, with two oracles beside the pool. */
const directory: MarketDirectory = {
  ...RECORDED_MARKETS,
  underlyings: new Map([
    ['ETH', { ...RECORDED_MARKETS.underlyings.get('ETH')!, otherFeeds: [{ feed: ROUNDS }, { feed: OTHER_ROUNDS }] }],
  ]),
};

function withOracles(): PricingScenario {
  return new PricingScenario(0n, directory)
    .list('spot:WETH', 'perp:paper:ETH-USD')
    .given(ethRound(1598, '21:00:00'), ethRound(1599, '21:00:00', OTHER_ROUNDS));
}

describe('the source of spot', () => {
  it('is the pool while the oracles agree with it', () => {
    const scenario = withOracles().given(ethPool(TICK, '21:00:00'));
    const mark = markOf(scenario, scenario.step('21:00:00'), 'spot:WETH');
    expect(mark).toMatchObject({ source: POOL, agreeing: 3, failure: undefined });
    // Three that agree: 1 − 2^−3, to a 255th.
    expect(Math.abs(mark.confidence - 0.875)).toBeLessThan(1 / 255);
  });

  it('is an oracle when somebody moves the pool, and everything on it is valued there', () => {
    const scenario = withOracles().given(ethPool(TENTH_LOWER, '21:00:00'), perp('1598', '0', '21:00:00'));
    const drafts = scenario.step('21:00:00');
    const mark = markOf(scenario, drafts, 'spot:WETH');
    expect(mark).toMatchObject({ priceUsd: 1599, source: `oracle:${OTHER_ROUNDS}`, agreeing: 2, failure: undefined });
    const view = marketView(scenario.state, directory, at('21:00:00'));
    const [refused] = refusedSources({ kind: 'spot', asset: 'WETH' }, view);
    expect(refused).toMatch(
      /^Expected pool:uniswap-v3:polygon:usdc-weth-005 between .* \(the median of the sources\), was 1438/,
    );
  });

  it('goes back to the pool when it is well inside again, and not at the edge', () => {
    const scenario = withOracles().given(ethPool(TENTH_LOWER, '21:00:00'));
    scenario.step('21:00:00');
    const edge = scenario.given(ethPool(TICK + 400, '21:01:00')).step('21:01:00');
    expect(markOf(scenario, edge, 'spot:WETH').source).toBe(`oracle:${OTHER_ROUNDS}`);
    const inside = scenario.given(ethPool(TICK + 40, '21:02:00')).step('21:02:00');
    expect(markOf(scenario, inside, 'spot:WETH').source).toBe(POOL);
  });

  it('is not a feed that has fallen silent', () => {
    const scenario = withOracles().given(ethPool(HUNDREDTH_LOWER, '20:00:00'));
    scenario.given(wentStale('uniswap-v3:polygon:usdc-weth-005', 600));
    const mark = markOf(scenario, scenario.step('21:00:00'), 'spot:WETH');
    expect(mark).toMatchObject({ source: `oracle:${OTHER_ROUNDS}`, failure: undefined });
  });

  it('keeps the last value, not to be trusted, when all disagree', () => {
    const scenario = new PricingScenario(0n, directory).list('spot:WETH');
    scenario.given(
      ethPool(TENTH_LOWER, '21:00:00'),
      ethRound(1598, '21:00:00'),
      ethRound(1800, '21:00:00', OTHER_ROUNDS),
    );
    const mark = markOf(scenario, scenario.step('21:00:00'), 'spot:WETH');
    expect(mark.failure).toMatchObject({ code: 'disagreement', valueKept: true });
    expect(mark.confidence).toBe(0);
  });
});

describe('the source of a perpetual', () => {
  const one = 'paper:one';
  const two = 'paper:two';

  function marked(...marks: [feed: string, mark: string, index: string][]): ReturnType<typeof markOf> {
    const scenario = new PricingScenario().list('perp:paper:ETH-USD').given(ethPool(TICK, '21:00:00'));
    scenario.given(...marks.map(([feed, mark, index]) => venuePerp(feed, mark, index, '21:00:00')));
    return markOf(scenario, scenario.step('21:00:00'), 'perp:paper:ETH-USD');
  }

  it('is its venue, which its index and spot confirm', () => {
    expect(marked([one, '1600', '1601'])).toMatchObject({ priceUsd: 1600, source: `venue_mark:${one}`, agreeing: 3 });
  });

  it('is the index when the only mark is far from it', () => {
    expect(marked([one, '1800', '1600'])).toMatchObject({ priceUsd: 1600, source: `index:${one}`, agreeing: 2 });
  });

  it('is the other feed when one is an outlier, in whatever order they are named', () => {
    const good = { priceUsd: 1600, failure: undefined };
    expect(marked([one, '2400', '1601'], [two, '1600', '1601'])).toMatchObject({
      ...good,
      source: `venue_mark:${two}`,
    });
    expect(marked([one, '1600', '1601'], [two, '800', '1601'])).toMatchObject({ ...good, source: `venue_mark:${one}` });
  });

  it('is an assumed mark alone, with the confidence of one', () => {
    const scenario = new PricingScenario().list('perp:paper:ETH-USD').given(ethPool(TICK, '21:00:00'));
    const drafts = scenario.given(perp('1600', '0', '21:00:00')).step('21:00:00');
    const mark = markOf(scenario, drafts, 'perp:paper:ETH-USD');
    expect(mark).toMatchObject({ source: 'venue_mark:assumed:perp:paper:ETH-USD', agreeing: 1 });
    // ½ (alone) · ½ (assumed), less than the pool's ½.
    expect(Math.abs(mark.confidence - 0.25)).toBeLessThan(1 / 255);
  });
});

describe('the recorded markets', () => {
  const RANGE = 'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:201000:204000';

  it('mark nothing by a pool that the oracle knows better: not spot, nor what follows the pool', () => {
    const marks = (tick: number): readonly number[] => {
      const scenario = new PricingScenario().list('spot:WETH', 'perp:paper:ETH-USD', RANGE);
      // The perpetual of a recording is made of the pool, and its mark is assumed.
      const price = (1e12 / 1.0001 ** tick).toFixed(4);
      scenario.given(ethRound(1598, '21:00:00'), ethPool(tick, '21:00:00'), perp(price, '0', '21:00:00'));
      const drafts = scenario.step('21:00:00');
      return ['spot:WETH', 'perp:paper:ETH-USD', RANGE].map((id) => markOf(scenario, drafts, id).priceUsd);
    };
    const [spot, perpetual, range] = marks(TICK);
    expect(spot).toBeCloseTo(1598.041, 3);
    expect(perpetual).toBeCloseTo(1598.041, 3);
    // Half and ten times the price, ticks of 6,932 and 23,027.
    for (const planted of [TICK + 6_932, TICK - 23_027]) {
      const [plantedSpot, plantedPerp, plantedRange] = marks(planted);
      expect([plantedSpot, plantedPerp]).toEqual([1598, 1598]);
      expect(Math.abs(plantedRange! / range! - 1)).toBeLessThan(1e-4);
    }
  });
});

describe('every mark', () => {
  it('says its source, its age and its confidence, which is 0 when it is in doubt', () => {
    const scenario = new PricingScenario().list('spot:WETH', 'powerperp:ethereum:oSQTH', 'spot:USDC');
    scenario.given(ethPool(TICK, '21:00:00'), osqthPool(27_000, '20:45:00'), vol('0.45'), wentStale(OSQTH_POOL, 600));
    const drafts = scenario.step('21:00:00');
    expect(markOf(scenario, drafts, 'spot:WETH')).toMatchObject({ source: POOL, ageMs: 0, agreeing: 1 });
    // Nobody has shown its normalisation factor, nor what a dollar coin is worth.
    for (const id of ['powerperp:ethereum:oSQTH', 'spot:USDC']) {
      expect(markOf(scenario, drafts, id)).toMatchObject({ source: '', confidence: 0, agreeing: 0 });
    }
  });

  it('is explained in words', () => {
    const scenario = withOracles().given(ethPool(TENTH_LOWER, '21:00:00'));
    const view = marketView(scenario.state, directory, at('21:00:00'));
    expect(markSource({ kind: 'spot', asset: 'WETH' }, view)).toBe(`Price: ${OTHER_ROUNDS}`);
  });

  it('is explained by the source that made it, when another would by now', () => {
    const scenario = withOracles().given(ethPool(TICK, '21:00:00'));
    const mark = markOf(scenario, scenario.step('21:00:00'), 'spot:WETH');
    scenario.given(ethPool(TENTH_LOWER, '21:00:30'));
    const view = marketView(scenario.state, directory, at('21:00:30'));
    expect(mark.source).toBe(POOL);
    expect(markSource({ kind: 'spot', asset: 'WETH' }, view)).toBe(`Price: ${OTHER_ROUNDS}`);
    expect(markSource({ kind: 'spot', asset: 'WETH' }, view, mark.source)).toBe(
      'Price: uniswap-v3:polygon:usdc-weth-005',
    );
  });
});
