import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { FlattenCost } from '@gimbal/contracts/risk/v1/exposure_events';
import { getSqrtRatioAtTick, MAX_TICK, Q96, swapWithinLiquidity } from '@gimbal/quant';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookTrade } from '../commands/bookTrade.js';
import { bookedDesk, trading } from '../commands/requests.sample.js';
import { alice, type Desk, exposuresIn, T0_US, USDC, WETH } from '../desk.sample.js';
import { swapCostUsd } from './swapCost.js';

const FEED = 'uniswap-v3:polygon:usdc-weth-005';
const POOL = '0x45dda9cb7c25131df268515131f647d726f50608';

function observe(desk: Desk, more: Partial<PoolObserved> = {}): void {
  const nothing = PoolObserved.decode(new Uint8Array());
  const pool = { feed: FEED, chain: 'polygon', pool: POOL, tick: 201_000, liquidity: (10n ** 18n).toString() };
  desk.fold('market', FEED, PoolObserved, { ...nothing, ...pool, observedAtUs: desk.step().timeUs, ...more });
}

/** The costs of a book of so many WETH. */
function costs(desk: Desk, quantity: string): FlattenCost[] {
  const venueTradeId = `t ${desk.folded.length}`;
  desk.accept(bookTrade(desk.state, desk.step(), alice, trading({ quantity, price: '0', fee: '0', venueTradeId })));
  desk.mark('ETH', 1_865, { [WETH]: { priceUsd: 1_865, delta: 1 } });
  desk.mark('USD', 1, { [USDC]: { priceUsd: 1, delta: 1 } });
  return exposuresIn(desk.decide())[0]!.liquidity;
}

describe('the cost of flattening', () => {
  it('is that of the pool’s own integers, now and with half the depth', () => {
    const desk = bookedDesk();
    observe(desk);
    const [cost, ...rest] = costs(desk, '25');
    expect(rest).toEqual([]);
    expect(cost).toMatchObject({ asset: 'ETH', depthFeed: FEED, unavailableReason: '', deltaUsd: 25 * 1_865 });
    // SwapMath of the pool: 25 WETH, token1, are paid in; the cost is in USDC of 6 decimals.
    const exact = (liquidity: bigint) => {
      const sqrtPriceX96 = getSqrtRatioAtTick(201_000);
      const swap = { sqrtPriceX96, liquidity, zeroForOne: false, feePips: 500n, amountIn: 25n * 10n ** 18n };
      return Number(swapWithinLiquidity(swap).costInOutput) / 1e6;
    };
    expect(cost!.costUsd / exact(10n ** 18n) - 1).toBeCloseTo(0, 6);
    expect(cost!.costHalfDepthUsd / exact(10n ** 18n / 2n) - 1).toBeCloseTo(0, 6);
    expect(cost!.costHalfDepthUsd).toBeGreaterThan(cost!.costUsd);
  });

  it('is that of buying when the book is short', () => {
    const desk = bookedDesk();
    observe(desk);
    const [cost] = costs(desk, '-25');
    const sqrtPriceX96 = getSqrtRatioAtTick(201_000);
    const swap = { sqrtPriceX96, liquidity: 10n ** 18n, zeroForOne: true, feePips: 500n, amountOut: 25n * 10n ** 18n };
    const { amountIn, feeAmount } = swapWithinLiquidity(swap);
    // Token1 per token0 is P; 25 WETH at the price before the swap are 25·10^18/P USDC.
    const price = (Number(sqrtPriceX96) / Number(Q96)) ** 2;
    const byHand = (Number(amountIn + feeAmount) - 25e18 / price) / 1e6;
    expect(cost!.costUsd / byHand - 1).toBeCloseTo(0, 6);
  });

  it('agrees with the pool’s integers for any depth and size', () => {
    const sizes = fc.record({
      liquidity: fc.bigInt({ min: 10n ** 17n, max: 10n ** 20n }),
      amount: fc.bigInt({ min: 10n ** 17n, max: 10n ** 21n }),
      tick: fc.integer({ min: 195_000, max: 210_000 }),
    });
    fc.assert(
      fc.property(sizes, ({ liquidity, amount, tick }) => {
        const sqrtPriceX96 = getSqrtRatioAtTick(tick);
        const swap = { sqrtPriceX96, liquidity, zeroForOne: false, feePips: 500n, amountIn: amount };
        const exact = Number(swapWithinLiquidity(swap).costInOutput) / 1e6;
        const priceUsd = 1e12 / (Number(sqrtPriceX96) / Number(Q96)) ** 2;
        const depth = { feed: '', priceUsd, liquidity: Number(liquidity) / 1e12, feePer1: 0.0005 };
        const found = swapCostUsd(depth, Number(amount) / 1e18)!;
        // A millionth of a dollar is what the pool's integers can't tell apart.
        expect(Math.abs(found - exact)).toBeLessThan(2e-6 + 1e-9 * exact);
      }),
      { numRuns: 300 },
    );
  });

  it('is the fee alone in a pool without an end', () => {
    const depth = { feed: '', priceUsd: 2_000, liquidity: 1e30, feePer1: 0.003 };
    expect(swapCostUsd(depth, 10)).toBeCloseTo(60, 9);
    // 20,000 are needed, fee included: 20,000/0.997 − 20,000.
    expect(swapCostUsd(depth, -10)).toBeCloseTo(60.180541624874, 9);
  });
});

describe('without depth', () => {
  const reasonOf = (more: Partial<PoolObserved> | undefined, quantity = '1'): string => {
    const desk = bookedDesk();
    if (more !== undefined) observe(desk, more);
    const [cost] = costs(desk, quantity);
    expect(cost!.costHalfDepthUsd).toBe(0);
    return cost!.unavailableReason;
  };

  it('there is a reason and no number', () => {
    expect(reasonOf(undefined)).toBe('Expected a pool of ETH against a dollar coin, none was observed.');
    expect(reasonOf({ pool: '0x00000000000000000000000000000000000000aa' })).toContain('none was observed');
    expect(reasonOf({ liquidity: '0' })).toBe(`Expected liquidity of ${FEED} above 0, was 0.`);
    expect(reasonOf({ tick: MAX_TICK })).toBe(`Expected a tick of ${FEED} between -887272 and 887272, was 887272.`);
    expect(reasonOf({ observedAtUs: T0_US - 601_000_000n })).toBe(
      `Expected a depth of ${FEED} of at most 600 s, was 601 s old.`,
    );
    // ln P = 12·ln 10 − 201,000·ln 1.0001 = 7.532026, so √P = 43.2074, and L = 10^6 whole holds 10^6/√P = 23,144.2 coins.
    expect(reasonOf({}, '-30000')).toContain(`Expected ${FEED} to hold more than 30000 of ETH, was 23144.`);
  });

  it('is left out of a book that has nothing to flatten', () => {
    const desk = bookedDesk();
    observe(desk);
    desk.mark('USD', 1, { [USDC]: { priceUsd: 1, delta: 1 } });
    expect(exposuresIn(desk.decide())[0]!.liquidity).toEqual([]);
  });
});
