import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changePoolLiquidity,
  feeGrowthOfSwapX128,
  getAmount1ForLiquidity,
  getSqrtRatioAtTick,
  getTickAtSqrtRatio,
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
  Q96,
  swapInPool,
  type Univ3PoolState,
} from '../index.js';

const ETHER = 10n ** 18n;

function poolAt(sqrtPriceX96: bigint, tickSpacing: number, feePips: bigint, feeProtocol = 0n): Univ3PoolState {
  const tick = getTickAtSqrtRatio(sqrtPriceX96);
  return { sqrtPriceX96, tick, liquidity: 0n, ticks: [], tickSpacing, feePips, feeProtocol };
}

function withRange(pool: Univ3PoolState, tickLower: number, tickUpper: number, liquidityChange: bigint) {
  return changePoolLiquidity(pool, { tickLower, tickUpper, liquidityChange })!;
}

describe('swapInPool, against Uniswap/v3-core test/UniswapV3Pool.swaps.spec.ts', () => {
  // "medium fee, 1:1 price, 2e18 max range liquidity": the snapshot's figures; by hand 2·0.997/2.997 comes out.
  const pool = withRange(poolAt(Q96, 60, 3000n), -887_220, 887_220, 2n * ETHER);

  it('swap exactly 1.0000 token0 for token1', () => {
    const swapped = swapInPool(pool, { zeroForOne: true, amountIn: ETHER })!;
    expect(swapped.amount0).toBe(ETHER);
    expect(swapped.amount1).toBe(-665331998665331998n);
    expect(swapped.pool.sqrtPriceX96).toBe(52871646656165724119815782674n);
    expect(swapped.pool.tick).toBe(-8090);
    expect(feeGrowthOfSwapX128(swapped.feeAmount, pool.liquidity)).toBe(510423550381407695195061911147652317n);
  });

  it('swap exactly 1.0000 token1 for token0', () => {
    const swapped = swapInPool(pool, { zeroForOne: false, amountIn: ETHER })!;
    expect([swapped.amount0, swapped.amount1]).toEqual([-665331998665331998n, ETHER]);
    expect(swapped.pool.tick).toBe(8089);
  });

  it('keeps one in four of the fee for the protocol, and moves nothing by it', () => {
    const shared = swapInPool({ ...pool, feeProtocol: 4n }, { zeroForOne: true, amountIn: ETHER })!;
    // The input walks through words of 256 ticks: each step's fee is divided for itself, so less than a unit a step is lost.
    expect(shared.feeAmount / 4n - shared.protocolFeeAmount).toBeLessThanOrEqual(1n);
    expect(shared.amount1).toBe(-665331998665331998n);
  });
});

describe('swapInPool across ticks', () => {
  // Two ranges with nothing between: 5 below the gap, 3 above it.
  const above = withRange(poolAt(getSqrtRatioAtTick(100), 60, 500n), 60, 120, 3n * ETHER);
  const pool = withRange(above, -120, -60, 5n * ETHER);

  it('pays out the upper range, jumps the gap for nothing and enters the lower range', () => {
    const limit = getSqrtRatioAtTick(-60);
    const swapped = swapInPool(pool, { zeroForOne: true, amountIn: 10n ** 30n, sqrtPriceLimitX96: limit })!;
    const paid = getAmount1ForLiquidity(getSqrtRatioAtTick(60), pool.sqrtPriceX96, 3n * ETHER);
    expect(swapped.amount1).toBe(-paid);
    // A fall that ends on an initialised tick has crossed it.
    expect(swapped.pool).toMatchObject({ sqrtPriceX96: limit, tick: -61, liquidity: 5n * ETHER });
    expect(swapped.crossed).toBe(2);
  });

  it('stops in the gap at a limit without liquidity', () => {
    const limit = getSqrtRatioAtTick(0) + 1n;
    const swapped = swapInPool(pool, { zeroForOne: true, amountIn: 10n ** 30n, sqrtPriceLimitX96: limit })!;
    expect(swapped.pool).toMatchObject({ sqrtPriceX96: limit, tick: 0, liquidity: 0n });
  });

  it('runs to the end of all prices when nothing is left to trade with', () => {
    const down = swapInPool(pool, { zeroForOne: true, amountIn: 10n ** 30n })!;
    expect(down.pool).toMatchObject({ sqrtPriceX96: MIN_SQRT_RATIO + 1n, tick: -887_272, liquidity: 0n });
    const up = swapInPool(pool, { zeroForOne: false, amountOut: 10n ** 30n })!;
    expect(up.pool).toMatchObject({ sqrtPriceX96: MAX_SQRT_RATIO - 1n, tick: 887_271, liquidity: 0n });
  });

  it('refuses a limit on the wrong side, and ticks that contradict the liquidity', () => {
    const behind = { zeroForOne: true, amountIn: 1n, sqrtPriceLimitX96: pool.sqrtPriceX96 };
    expect(swapInPool(pool, behind)).toBeUndefined();
    expect(swapInPool({ ...pool, liquidity: ETHER }, { zeroForOne: true, amountIn: 10n ** 30n })).toBeUndefined();
  });

  it('an exact output costs at least what buying it with that input gives', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n });
    fc.assert(
      fc.property(amounts, fc.boolean(), (amountOut, zeroForOne) => {
        const bought = swapInPool(pool, { zeroForOne, amountOut })!;
        const paid = zeroForOne ? bought.amount0 : bought.amount1;
        const again = swapInPool(pool, { zeroForOne, amountIn: paid })!;
        expect(-(zeroForOne ? again.amount1 : again.amount0)).toBeGreaterThanOrEqual(amountOut);
      }),
    );
  });
});

describe('changePoolLiquidity', () => {
  const empty = poolAt(Q96, 60, 3000n);

  it('a burn of everything that was minted leaves nothing', () => {
    const ranges = fc.array(
      fc.tuple(
        fc.integer({ min: -50, max: 49 }),
        fc.integer({ min: 1, max: 50 }),
        fc.bigInt({ min: 1n, max: 10n ** 20n }),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(ranges, (drawn) => {
        let pool = empty;
        for (const [at, wide, amount] of drawn) pool = withRange(pool, at * 60, (at + wide) * 60, amount);
        const inRange = pool.ticks.reduce((sum, one) => (one.tick <= pool.tick ? sum + one.liquidityNet : sum), 0n);
        expect(pool.liquidity).toBe(inRange);
        for (const [at, wide, amount] of drawn) pool = withRange(pool, at * 60, (at + wide) * 60, -amount);
        expect(pool).toEqual(empty);
      }),
    );
  });

  it('knows what the ticks cannot hold', () => {
    const change = { tickLower: -60, tickUpper: 60, liquidityChange: -1n };
    expect(changePoolLiquidity(empty, change)).toBeUndefined();
    expect(changePoolLiquidity(empty, { ...change, tickUpper: -60, liquidityChange: 1n })).toBeUndefined();
    expect(changePoolLiquidity(empty, { ...change, liquidityChange: 0n })).toBe(empty);
  });
});
