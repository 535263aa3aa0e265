import { describe, expect, it } from 'vitest';
import {
  arbitrageShare,
  feeGrowthInsideX128,
  feeGrowthOfSwapX128,
  feesSince,
  hookPermissions,
  hookReturnsDelta,
  univ2FeesFromGrowth,
} from '../index.js';

const MAX = 2n ** 256n - 1n;

describe('fee growth', () => {
  // Figures of Uniswap/v3-core test/Tick.spec.ts, getFeeGrowthInside: ticks −2 and 2, global growth 15 and 15.
  it.each([
    ['uninitialised ticks, price inside', 0, 15n, 0n, 0n, 15n],
    ['uninitialised ticks, price above', 4, 15n, 0n, 0n, 0n],
    ['uninitialised ticks, price below', -4, 15n, 0n, 0n, 0n],
    ['upper tick initialised', 0, 15n, 0n, 2n, 13n],
    ['lower tick initialised', 0, 15n, 2n, 0n, 13n],
    ['both initialised', 0, 15n, 2n, 4n, 9n],
    ['token 1 of both', 0, 15n, 3n, 1n, 11n],
    ['growth that has wrapped', 0, 15n, MAX - 3n, 3n, 16n],
    ['token 1 of it', 0, 15n, MAX - 2n, 5n, 13n],
  ])('inside a range: %s', (_what, tick, globalX128, outsideLowerX128, outsideUpperX128, expected) => {
    expect(feeGrowthInsideX128({ globalX128, outsideLowerX128, outsideUpperX128 }, tick, -2, 2)).toBe(expected);
  });

  it('pays in proportion to liquidity, rounded down, across the wrap', () => {
    // By hand: 3 units of growth since 2^256 − 1 − 1, on L = 2^127: 4·2^127/2^128 = 2.
    expect(feesSince(2n ** 127n, 2n, MAX - 1n)).toBe(2n);
    expect(feesSince(2n ** 127n - 1n, 2n, MAX - 1n)).toBe(1n);
  });

  it('of swaps with a fee of their own is summed over them', () => {
    // By hand: fees of 0.05 % of 10^18 and 0.3 % of 2·10^18 on a pool of L = 10^15, of which the position has a fifth.
    const growth = feeGrowthOfSwapX128(5n * 10n ** 14n, 10n ** 15n) + feeGrowthOfSwapX128(6n * 10n ** 15n, 10n ** 15n);
    expect(feesSince(2n * 10n ** 14n, growth, 0n)).toBe(1_300_000_000_000_000n);
    expect(feeGrowthOfSwapX128(1n, 0n)).toBe(0n);
  });

  it('of a v2 pool is what √k per pool token grew by', () => {
    // By hand: reserves 1000 and 1000 become 1100 and 1100 after fees, then a fifth is added: √k per token is 1.1.
    const before = { reserve0: 1000n, reserve1: 1000n, totalSupply: 1000n };
    const after = { reserve0: 1320n, reserve1: 1320n, totalSupply: 1200n };
    const { growthRatio, feeFraction } = univ2FeesFromGrowth(before, after);
    expect(growthRatio).toBeCloseTo(1.1, 14);
    expect(feeFraction).toBeCloseTo(1 / 11, 14);
  });
});

describe('what arbitrage takes', () => {
  it('at fixed blocks is σ_b²/(2 + 1.7164·γ/σ_b) of half of σ_b²', () => {
    // mpmath: σ_b = 0.8/√2628000 = 0.000493488807, γ/σ_b = 1.013194206, and √(2π)/|ζ(1/2)| = 1.716451902.
    expect(arbitrageShare(0.8, 0.0005, 2_628_000, true)).toBeCloseTo(0.5348882001217, 12);
  });

  it('without a fee or a block rate is the whole LVR, without volatility nothing', () => {
    expect(arbitrageShare(0.8, 0, 2_628_000, false)).toBe(1);
    expect(arbitrageShare(0.8, 0.0005, 0, false)).toBe(1);
    expect(arbitrageShare(0, 0.0005, 2_628_000, true)).toBe(0);
  });
});

describe('hooks', () => {
  it('say what they may do in the low 14 bits of their address', () => {
    // Flags of Uniswap v4-core Hooks.sol: BEFORE_SWAP 1<<7, AFTER_SWAP 1<<6, BEFORE_SWAP_RETURNS_DELTA 1<<3.
    const address = 0x0000000000000000000000000000000000000abc_0000_4088n;
    expect(hookPermissions(address)).toBe(0x88);
    expect(hookReturnsDelta(0x88)).toBe(true);
    expect(hookReturnsDelta(0xc0)).toBe(false);
    expect([1, 2, 4, 8].every(hookReturnsDelta)).toBe(true);
  });
});
