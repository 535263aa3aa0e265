import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountsForLiquidity,
  getAmount0ForLiquidity,
  getAmount1ForLiquidity,
  getNextSqrtPriceFromInput,
  getNextSqrtPriceFromOutput,
  getSqrtRatioAtTick,
  getTickAtSqrtRatio,
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  Q96,
} from '../index.js';

const ETHER = 10n ** 18n;

function integerSqrt(value: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(value))));
  for (let next = (root + value / root) / 2n; next !== root && next !== root - 1n; next = (root + value / root) / 2n)
    root = next;
  while (root * root > value) root--;
  while ((root + 1n) * (root + 1n) <= value) root++;
  return root;
}

/** sqrt(token1/token0)·2^96, rounded down: the tests' encodePriceSqrt, encodeSqrtRatioX96 of the SDK. */
const encodePriceSqrt = (token1: bigint, token0: bigint): bigint => integerSqrt((token1 << 192n) / token0);

describe('ticks, against Uniswap/v3-core test/TickMath.spec.ts', () => {
  it.each([
    [MIN_TICK, 4295128739n],
    [MIN_TICK + 1, 4295343490n],
    [-50, 0xff5c5f6fd987594269220c6an],
    [0, Q96],
    [1, 79232123823359799118286999568n],
    [50, 0x0100a4096906976f1080c4042dn],
    [500, 0x01067af7be7f9ba68649faa103n],
    [MAX_TICK - 1, 1461373636630004318706518188784493106690254656249n],
    [MAX_TICK, 1461446703485210103287273052203988822378723970342n],
  ])('tick %d', (tick, sqrtRatio) => {
    expect(getSqrtRatioAtTick(tick)).toBe(sqrtRatio);
  });

  it('refuses what the contract reverts on', () => {
    expect(() => getSqrtRatioAtTick(MIN_TICK - 1)).toThrow(RangeError);
    expect(() => getSqrtRatioAtTick(MAX_TICK + 1)).toThrow(RangeError);
    expect(() => getSqrtRatioAtTick(0.5)).toThrow(RangeError);
    expect(() => getTickAtSqrtRatio(MIN_SQRT_RATIO - 1n)).toThrow(RangeError);
    expect(() => getTickAtSqrtRatio(MAX_SQRT_RATIO)).toThrow(RangeError);
  });

  it('a price lies between its tick and the next', () => {
    expect(getTickAtSqrtRatio(MIN_SQRT_RATIO)).toBe(MIN_TICK);
    expect(getTickAtSqrtRatio(MAX_SQRT_RATIO - 1n)).toBe(MAX_TICK - 1);
    fc.assert(
      fc.property(fc.integer({ min: MIN_TICK, max: MAX_TICK - 1 }), (tick) => {
        expect(getTickAtSqrtRatio(getSqrtRatioAtTick(tick))).toBe(tick);
        expect(getTickAtSqrtRatio(getSqrtRatioAtTick(tick + 1) - 1n)).toBe(tick);
      }),
    );
  });
});

describe('amounts, against Uniswap/v3-core test/SqrtPriceMath.spec.ts', () => {
  it('from 1 to 1.21', () => {
    const [low, high] = [encodePriceSqrt(1n, 1n), encodePriceSqrt(121n, 100n)];
    expect(getAmount0ForLiquidity(high, low, ETHER, 'up')).toBe(90909090909090910n);
    expect(getAmount0ForLiquidity(low, high, ETHER)).toBe(90909090909090909n);
    expect(getAmount1ForLiquidity(low, high, ETHER, 'up')).toBe(100000000000000000n);
    expect(getAmount1ForLiquidity(high, low, ETHER)).toBe(99999999999999999n);
    expect(() => getAmount0ForLiquidity(0n, high, ETHER)).toThrow(RangeError);
  });

  it('the price after an input', () => {
    const one = encodePriceSqrt(1n, 1n);
    expect(getNextSqrtPriceFromInput(one, ETHER, ETHER / 10n, false)).toBe(87150978765690771352898345369n);
    expect(getNextSqrtPriceFromInput(one, ETHER, ETHER / 10n, true)).toBe(72025602285694852357767227579n);
    expect(getNextSqrtPriceFromInput(one, 10n * ETHER, 2n ** 100n, true)).toBe(624999999995069620n);
    expect(getNextSqrtPriceFromInput(one, 1n, (2n ** 256n - 1n) / 2n, true)).toBe(1n);
    expect(getNextSqrtPriceFromInput(1n, 1n, 2n ** 255n, true)).toBe(1n);
    expect(getNextSqrtPriceFromInput(one, ETHER / 10n, 0n, true)).toBe(one);
  });

  it('the price after an input where the product leaves 256 bits', () => {
    const before = 1025574284609383690408304870162715216695788925244n;
    const liquidity = 50015962439936049619261659728067971248n;
    const after = getNextSqrtPriceFromInput(before, liquidity, 406n, true);
    expect(after).toBe(1025574284609383582644711336373707553698163132913n);
    expect(getAmount0ForLiquidity(before, after, liquidity, 'up')).toBe(406n);
  });

  it('the price after an output', () => {
    const one = encodePriceSqrt(1n, 1n);
    expect(getNextSqrtPriceFromOutput(one, ETHER, ETHER / 10n, false)).toBe(88031291682515930659493278152n);
    expect(getNextSqrtPriceFromOutput(one, ETHER, ETHER / 10n, true)).toBe(71305346262837903834189555302n);
    const thin = 20282409603651670423947251286016n;
    expect(getNextSqrtPriceFromOutput(thin, 1024n, 4n, false)).toBeUndefined();
    expect(getNextSqrtPriceFromOutput(thin, 1024n, 5n, false)).toBeUndefined();
    expect(getNextSqrtPriceFromOutput(thin, 1024n, 262145n, true)).toBeUndefined();
  });
});

describe('a position, against Uniswap/v3-sdk src/entities/position.test.ts (DAI/USDC, 0.05 %)', () => {
  const price = encodePriceSqrt(100n * 10n ** 6n, 100n * ETHER);
  const spacing = 10;
  const near = Math.round(getTickAtSqrtRatio(price) / spacing) * spacing;
  const liquidity = 100n * ETHER;

  it('above the price it is token0', () => {
    expect(amountsForLiquidity(price, near + spacing, near + 2 * spacing, 100n * 10n ** 12n)).toEqual({
      amount0: 49949961958869841n,
      amount1: 0n,
    });
  });

  it('below the price it is token1', () => {
    const range = [near - 2 * spacing, near - spacing] as const;
    expect(amountsForLiquidity(price, ...range, liquidity)).toEqual({ amount0: 0n, amount1: 49970077052n });
    expect(amountsForLiquidity(price, ...range, liquidity, 'up')).toEqual({
      amount0: 0n,
      amount1: 49970077053n,
    });
  });

  it('around the price it is both', () => {
    expect(amountsForLiquidity(price, near - 2 * spacing, near + 2 * spacing, liquidity)).toEqual({
      amount0: 120054069145287995769396n,
      amount1: 79831926242n,
    });
  });
});
