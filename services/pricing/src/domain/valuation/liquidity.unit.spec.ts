import type { Event } from '@gimbal/contracts';
import { event } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { describe, expect, it } from 'vitest';
import { reserves, UNIV2, UNIV4, UNIV4_FEED, univ4Pool } from '../../newKinds.sample.js';
import { ethPool, ethRound, markOf, PricingScenario, type SeenMark, vol } from '../../pricing.scenario.js';
import { MARK_COLUMNS } from '../frame/marksFrame.js';
import { RECORDED_MARKETS } from '../marketDirectory.js';

/** 10^12/1.0001^202555, by Python's decimal with 50 digits. */
const SPOT_USD = 1598.041064475932;
const V3 = 'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190';
/** A unit of that range at that price by Python's decimal, as in marks.unit.spec.ts. */
const UNIT = { priceUsd: 5.493591215519246, delta: 0.002655981637679695, gammaPerUsd: -7.82686966164456e-6 };
const UNIT_LVR = 0.005544547894378066;

function marked(id: string, ...events: Event[]): SeenMark {
  const scenario = new PricingScenario().list(id).given(ethPool(202_555, '21:00:00'), vol('0.45'), ...events);
  return markOf(scenario, scenario.step('21:46:00'), id);
}

function isUnvalued(mark: SeenMark): boolean {
  return MARK_COLUMNS.every((name) => Number.isNaN(mark[name]));
}

function closeTo(found: number, expected: number): void {
  expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10);
}

describe('a Uniswap v2 share', () => {
  it('is its part of the reserves, with the Greeks and the loss of a constant product', () => {
    const mark = marked(UNIV2, reserves('21:00:00'));
    // 10^12 of 4·10^17 pool tokens: 2.5e-6 of 64 million USD and 20,000 coins. Γ = −Δ/(2P), LVR = σ²/8·V a year (domain.md
    // 1.12): 0.45²/8·160/365.
    closeTo(mark.priceUsd, 160);
    closeTo(mark.delta, 0.05);
    closeTo(mark.gammaPerUsd, -0.05 / 3200);
    closeTo(mark.lvrUsdPerDay, (-0.2025 / 8) * (160 / 365));
    closeTo(mark.carryUsdPerDay, mark.lvrUsdPerDay);
    expect(mark).toMatchObject({ source: 'pool:uniswap-v2:ethereum:usdc-weth', failure: undefined });
    expect(mark.deltaStickyDelta).toBe(mark.delta);
    expect(mark.trackedUsd).toBeNaN();
  });

  it('earns what √k per pool token grows by, at the pace of a day', () => {
    // Both reserves 0.1 % up in two hours, and the supply doubled with the reserves in between, which earns nothing.
    const mark = marked(
      UNIV2,
      reserves('19:00:00'),
      reserves('20:00:00', {
        reserve0: '64000000000000',
        reserve1: '40000000000000000000000',
        totalSupply: '800000000000000000',
      }),
      reserves('21:00:00', {
        reserve0: '64064000000000',
        reserve1: '40040000000000000000000',
        totalSupply: '800000000000000000',
      }),
    );
    closeTo(mark.priceUsd, 160.16);
    const lvr = (0.2025 / 8) * (160.16 / 365);
    closeTo(mark.carryUsdPerDay, 160.16 * Math.log(1.001) * 12 - lvr);
    closeTo(mark.lvrUsdPerDay, -lvr);
  });

  it('is valued at spot when somebody has moved its pool, and says whose price that is', () => {
    // 20 % away from spot, which its oracle confirms: 2·2.5e-6·√(x·y)·√P with x·y in whole tokens.
    const moved = reserves('21:00:00', { reserve0: '38400000000000', reserve1: '20000000000000000000000' });
    const mark = marked(UNIV2, ethRound(1598, '21:00:00'), moved);
    closeTo(mark.priceUsd, 2 * 2.5e-6 * Math.sqrt(38.4e6 * 20_000) * Math.sqrt(SPOT_USD));
    expect(mark.source).toBe('index:uniswap-v3:polygon:usdc-weth-005');
    expect(mark.failure).toBeUndefined();
  });

  it.each([
    ['reserve0', '0', 'Expected a reserve0 above 0, was 0.'],
    ['reserve1', '-5', 'Expected a reserve1 above 0, was -5.'],
    ['totalSupply', '0', 'Expected a supply of pool tokens above 0, was 0.'],
    ['reserve0', 'NaN', 'Expected a reserve0 above 0, was NaN.'],
  ])('with %s of %s has no value, and says so', (field, value, reason) => {
    const mark = marked(UNIV2, reserves('21:00:00', { [field]: value }));
    expect(isUnvalued(mark)).toBe(true);
    expect(mark.failure?.reason).toContain(reason);
    const kept = marked(UNIV2, reserves('20:00:00'), reserves('21:00:00', { [field]: value }));
    closeTo(kept.priceUsd, 160);
    expect(kept.failure).toMatchObject({ code: 'out_of_range', valueKept: true });
  });
});

describe('a Uniswap v3 range', () => {
  it('carries the fees of its pool at their pace less its loss to arbitrage', () => {
    const swaps = { liquidity: '2000000000000000000', amount0In: '8000000000', amount1In: '5000000000000000000' };
    const swapped = (time: string): Event =>
      event(PoolObserved, { ...(ethPool(202_555, time).value as PoolObserved), ...swaps });
    const scenario = new PricingScenario().list(V3).given(vol('0.45'), swapped('18:00:00'), swapped('20:00:00'));
    const mark = markOf(scenario, scenario.step('20:00:00'), V3);
    // Two times 8,000 USDC and 5 ETH at 0.05 % in two hours, of which L = 10^12 in 2·10^18 has a part of 5e-7.
    const feesPerDay = 5e-7 * 0.0005 * 2 * (8000 + 5 * SPOT_USD) * (24 / 2);
    closeTo(mark.lvrUsdPerDay, -UNIT_LVR);
    closeTo(mark.carryUsdPerDay, feesPerDay - UNIT_LVR);
    closeTo(mark.priceUsd, UNIT.priceUsd);
  });

  it('forgets what is more than a day old', () => {
    const early = { liquidity: '2000000000000000000', amount0In: '8000000000000', amount1In: '0' };
    const scenario = new PricingScenario().list(V3).given(vol('0.45'));
    scenario.given(event(PoolObserved, { ...(ethPool(202_555, '00:30:00').value as PoolObserved), ...early }));
    const nextDay = (ethPool(202_555, '00:30:00').value as PoolObserved).observedAtUs + 86_400_000_000n;
    const later = { ...(ethPool(202_555, '00:30:00').value as PoolObserved), observedAtUs: nextDay };
    scenario.given(event(PoolObserved, later));
    closeTo(markOf(scenario, scenario.step('23:59:59'), V3).carryUsdPerDay, -UNIT_LVR);
  });

  it('out of range earns nothing and loses nothing', () => {
    const swaps = { liquidity: '2000000000000000000', amount0In: '8000000000', amount1In: '5000000000000000000' };
    const away = event(PoolObserved, { ...(ethPool(203_200, '21:00:00').value as PoolObserved), ...swaps });
    const mark = marked(V3, away);
    expect([mark.carryUsdPerDay, mark.lvrUsdPerDay, mark.gammaPerUsd]).toEqual([0, 0, 0]);
    expect(mark.priceUsd).toBeGreaterThan(0);
  });
});

describe('a Uniswap v4 range', () => {
  it("is worth what v3's range is that mirrors it, and earns at the fee of each swap", () => {
    const mark = marked(UNIV4, univ4Pool(-202_555, '21:00:00'));
    closeTo(mark.priceUsd, UNIT.priceUsd);
    closeTo(mark.delta, UNIT.delta);
    closeTo(mark.gammaPerUsd, UNIT.gammaPerUsd);
    closeTo(mark.lvrUsdPerDay, -UNIT_LVR);
    // 10 ETH and 16,000 USDC at 0.3 %, of which 10^12 in 10^18 has a millionth; less than an hour counts as one.
    closeTo(mark.carryUsdPerDay, 1e-6 * 0.003 * (10 * SPOT_USD + 16_000) * 24 - UNIT_LVR);
    expect(mark).toMatchObject({ source: `pool:${UNIV4_FEED}`, failure: undefined });
    // The fee moved to 1 % in the next hour, which changes what came after and nothing before.
    const moved = marked(
      UNIV4,
      univ4Pool(-202_555, '20:00:00'),
      univ4Pool(-202_555, '21:00:00', { lpFeePips: 10_000 }),
    );
    closeTo(moved.carryUsdPerDay, 1e-6 * (0.003 + 0.01) * (10 * SPOT_USD + 16_000) * 24 - UNIT_LVR);
  });

  it.each([
    ['8', 'beforeSwapReturnDelta'],
    ['4', 'afterSwapReturnDelta'],
    ['2', 'afterAddLiquidityReturnDelta'],
    ['1', 'afterRemoveLiquidityReturnDelta'],
    ['9', 'afterRemoveLiquidityReturnDelta, beforeSwapReturnDelta'],
  ])('whose hooks end in %s is not modelled, and names %s', (digit, permission) => {
    const hooks = `0x${'ab'.repeat(18)}00c${digit}`;
    const mark = marked(UNIV4, univ4Pool(-202_555, '21:00:00', { hooks }));
    expect(isUnvalued(mark)).toBe(true);
    expect(mark.failure).toMatchObject({
      code: 'not_modelled',
      reason: `Expected hooks that return no deltas, was ${permission} of ${hooks}: what liquidity is worth there is not modelled.`,
      valueKept: false,
    });
  });

  it('with hooks that return none, or that are trusted, is modelled', () => {
    const before = `0x${'ab'.repeat(18)}00c0`;
    closeTo(marked(UNIV4, univ4Pool(-202_555, '21:00:00', { hooks: before })).priceUsd, UNIT.priceUsd);
    const trusted = `0x${'ab'.repeat(18)}00c8`;
    const pools = [...RECORDED_MARKETS.pools].map(
      ([key, source]) => [key, { ...source, trustedHooks: new Set([trusted]) }] as const,
    );
    const scenario = new PricingScenario(0n, { ...RECORDED_MARKETS, pools: new Map(pools) }).list(UNIV4);
    scenario.given(vol('0.45'), univ4Pool(-202_555, '21:00:00', { hooks: trusted.toUpperCase().replace('X', 'x') }));
    closeTo(markOf(scenario, scenario.step('21:46:00'), UNIV4).priceUsd, UNIT.priceUsd);
  });

  it.each([
    [{ liquidity: '0' }, 'Expected liquidity in range above 0, was 0.'],
    [{ liquidity: '-1' }, 'Expected liquidity in range above 0, was -1.'],
    [{ tick: -887_272 }, 'Expected a tick off the ends of the range, was -887272.'],
    [{ tick: 887_271 }, 'Expected a tick off the ends of the range, was 887271.'],
    [{ tick: 900_000 }, 'Expected a tick between -887272 and 887272, was 900000.'],
    [{ hooks: '0x12' }, 'Expected an address of hooks, was 0x12.'],
    [{ lpFeePips: 0x800000 }, 'Expected a fee of at most 1000000 hundredths of a basis point, was 8388608.'],
  ])('with %o has no value, and says so', (shown, reason) => {
    const mark = marked(UNIV4, univ4Pool(-202_555, '21:00:00', shown));
    expect(isUnvalued(mark)).toBe(true);
    expect(mark.failure?.reason).toContain(reason);
    const kept = marked(UNIV4, univ4Pool(-202_555, '20:00:00'), univ4Pool(-202_555, '21:00:00', shown));
    closeTo(kept.priceUsd, UNIT.priceUsd);
    expect(kept.failure).toMatchObject({ code: 'out_of_range', valueKept: true });
  });

  it('has none either while its feed leaves the hooks open', () => {
    const mark = marked(UNIV4, univ4Pool(-202_555, '21:00:00', { hooks: '' }));
    expect(mark.failure?.reason).toBe(`Expected the hooks of ${UNIV4_FEED}, the feed says none.`);
  });
});
