import { describe, expect, it } from 'vitest';
import { getSqrtRatioAtTick, Q96, swapWithinLiquidity } from '../index.js';

const ETHER = 10n ** 18n;
// floor(sqrt(1.01)·2^96) and floor(sqrt(10)·2^96), floor(10·2^96): encodePriceSqrt(101, 100), (1000, 100), (10000, 100).
const TARGET_101 = 79623317895830914510639640423n;
const TARGET_1000 = 250541448375047931186413801569n;
const TARGET_10000 = 10n * Q96;

describe('swapWithinLiquidity, against Uniswap/v3-core test/SwapMath.spec.ts', () => {
  const pool = { sqrtPriceX96: Q96, liquidity: 2n * ETHER, feePips: 600n, zeroForOne: false };

  it('exact input, capped at the target', () => {
    const step = swapWithinLiquidity({ ...pool, sqrtPriceTargetX96: TARGET_101, amountIn: ETHER });
    expect(step).toMatchObject({
      amountIn: 9975124224178055n,
      feeAmount: 5988667735148n,
      amountOut: 9925619580021728n,
      sqrtPriceNextX96: TARGET_101,
      reachedTarget: true,
    });
  });

  it('exact output, capped at the target', () => {
    const step = swapWithinLiquidity({ ...pool, sqrtPriceTargetX96: TARGET_101, amountOut: ETHER });
    expect(step).toMatchObject({
      amountIn: 9975124224178055n,
      feeAmount: 5988667735148n,
      amountOut: 9925619580021728n,
      reachedTarget: true,
    });
  });

  it('exact input, fully spent', () => {
    const step = swapWithinLiquidity({ ...pool, sqrtPriceTargetX96: TARGET_1000, amountIn: ETHER });
    expect(step).toMatchObject({
      amountIn: 999400000000000000n,
      feeAmount: 600000000000000n,
      amountOut: 666399946655997866n,
      reachedTarget: false,
      // At the price 1 before, one whole token would have bought one.
      costInOutput: ETHER - 666399946655997866n,
    });
  });

  it('exact output, fully received', () => {
    const step = swapWithinLiquidity({ ...pool, sqrtPriceTargetX96: TARGET_10000, amountOut: ETHER });
    expect(step).toMatchObject({
      amountIn: 2n * ETHER,
      feeAmount: 1200720432259356n,
      amountOut: ETHER,
      reachedTarget: false,
    });
  });

  it('never pays out more than was asked for', () => {
    const step = swapWithinLiquidity({
      sqrtPriceX96: 417332158212080721273783715441582n,
      sqrtPriceTargetX96: 1452870262520218020823638996n,
      liquidity: 159344665391607089467575320103n,
      amountOut: 1n,
      feePips: 1n,
      zeroForOne: true,
    });
    expect(step).toMatchObject({ amountIn: 1n, feeAmount: 1n, amountOut: 1n });
    expect(step.sqrtPriceNextX96).toBe(417332158212080721273783715441581n);
  });

  it('may spend part of the input at a target of 1', () => {
    const amountIn = 3915081100057732413702495386755767n;
    const step = swapWithinLiquidity({
      sqrtPriceX96: 2n,
      sqrtPriceTargetX96: 1n,
      liquidity: 1n,
      amountIn,
      feePips: 1n,
      zeroForOne: true,
    });
    expect(step).toMatchObject({
      amountIn: 39614081257132168796771975168n,
      feeAmount: 39614120871253040049813n,
      amountOut: 0n,
    });
  });

  it('may take the whole input as fee', () => {
    const step = swapWithinLiquidity({
      sqrtPriceX96: 2413n,
      sqrtPriceTargetX96: 79887613182836312n,
      liquidity: 1985041575832132834610021537970n,
      amountIn: 10n,
      feePips: 1872n,
      zeroForOne: false,
    });
    expect(step).toMatchObject({ amountIn: 0n, feeAmount: 10n, amountOut: 0n, sqrtPriceNextX96: 2413n });
  });

  it('goes to the target when the range holds less than the output asked for', () => {
    const price = 20282409603651670423947251286016n;
    const thin = { sqrtPriceX96: price, liquidity: 1024n, feePips: 3000n };
    expect(
      swapWithinLiquidity({
        ...thin,
        sqrtPriceTargetX96: (price * 11n) / 10n,
        amountOut: 4n,
        zeroForOne: false,
      }),
    ).toMatchObject({
      amountIn: 26215n,
      feeAmount: 79n,
      amountOut: 0n,
      sqrtPriceNextX96: (price * 11n) / 10n,
    });
    expect(
      swapWithinLiquidity({
        ...thin,
        sqrtPriceTargetX96: (price * 9n) / 10n,
        amountOut: 263000n,
        zeroForOne: true,
      }),
    ).toMatchObject({ amountIn: 1n, feeAmount: 1n, amountOut: 26214n, sqrtPriceNextX96: (price * 9n) / 10n });
  });
});

describe('swapWithinLiquidity without a target', () => {
  it('sells WETH into a USDC/WETH pool at a cost of fee and half the price impact', () => {
    // By hand: √P moves by x/L; selling x at constant L loses the fee and, to first order, x·√(p)/L of the rest.
    const swap = {
      sqrtPriceX96: getSqrtRatioAtTick(201_000),
      liquidity: 2n * ETHER,
      feePips: 500n,
      zeroForOne: false,
    };
    const step = swapWithinLiquidity({ ...swap, amountIn: 10n * ETHER });
    const sqrtPrice = Number(swap.sqrtPriceX96) / Number(Q96);
    const impact = (10 * 0.9995) / (2 * sqrtPrice);
    const atMid = (10e18 / sqrtPrice ** 2) * (1 - 0.0005) * (1 - impact / (1 + impact));
    expect(Number(step.amountOut) / atMid).toBeCloseTo(1, 8);
    expect(Number(step.costInOutput) / (10e18 / sqrtPrice ** 2)).toBeCloseTo(1 - 0.9995 / (1 + impact), 8);
    expect(step.amountIn + step.feeAmount).toBe(10n * ETHER);
  });

  it('refuses what no pool has', () => {
    const swap = { sqrtPriceX96: Q96, liquidity: ETHER, feePips: 500n, zeroForOne: true, amountIn: 1n };
    expect(() => swapWithinLiquidity({ ...swap, liquidity: 0n })).toThrow('above 0');
    expect(() => swapWithinLiquidity({ ...swap, amountIn: -1n })).toThrow('above 0');
    expect(() => swapWithinLiquidity({ ...swap, feePips: 1_000_000n })).toThrow('fee');
  });
});
