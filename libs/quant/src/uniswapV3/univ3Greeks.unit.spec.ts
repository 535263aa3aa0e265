import { LIQUIDITY_UNIT } from '@gimbal/instruments';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  amountsForLiquidity,
  getSqrtRatioAtTick,
  priceUsdAtTick,
  priceUsdFromSqrtPriceX96,
  univ3Greeks,
  univ3LvrPerDay,
  univ3RangeGreeks,
  univ3UnitGreeks,
} from '../index.js';
import type { Univ3Position } from '../index.js';

/** The recorded Polygon pool: USDC (6, token0) and WETH (18, token1). */
const usdcWeth = { token0Decimals: 6, token1Decimals: 18, volatileIsToken: 1 } as const;
const wethUsdc = { token0Decimals: 18, token1Decimals: 6, volatileIsToken: 0 } as const;
const range = { lowerTick: 200_310, upperTick: 203_190 };
const liquidity = 2_000_000_000_000_000n;

/** Ends of the range in dollars: the high tick is the low price, since the pool counts WETH per USDC. */
const lowUsd = priceUsdAtTick(range.upperTick, usdcWeth);
const highUsd = priceUsdAtTick(range.lowerTick, usdcWeth);
const at = (priceUsd: number): Univ3Position => ({ ...usdcWeth, ...range, liquidity, priceUsd });

/** The same position seen from a pool with the tokens the other way round, whose ticks have the opposite sign. */
const mirrored = (priceUsd: number): Univ3Position => {
  return { ...wethUsdc, lowerTick: -range.upperTick, upperTick: -range.lowerTick, liquidity, priceUsd };
};

describe('prices of a pool', () => {
  it('USDC/WETH: 10^12 / 1.0001^tick', () => {
    // mpmath 1.3.0 at 30 digits.
    expect(priceUsdAtTick(200_310, usdcWeth) / 2000.2402936770532).toBeCloseTo(1, 14);
    expect(priceUsdAtTick(203_190, usdcWeth) / 1499.72494189206).toBeCloseTo(1, 14);
    expect(priceUsdAtTick(-200_310, wethUsdc) / 2000.2402936770532).toBeCloseTo(1, 14);
  });

  it('is the same from sqrtPriceX96', () => {
    for (const tick of [198_000, 201_234, 203_190]) {
      expect(priceUsdFromSqrtPriceX96(getSqrtRatioAtTick(tick), usdcWeth) / priceUsdAtTick(tick, usdcWeth)).toBeCloseTo(
        1,
        13,
      );
      expect(
        priceUsdFromSqrtPriceX96(getSqrtRatioAtTick(-tick), wethUsdc) / priceUsdAtTick(-tick, wethUsdc),
      ).toBeCloseTo(1, 13);
    }
  });
});

describe('univ3RangeGreeks', () => {
  // Derived independently from the whitepaper's amounts: L 1000 in [1500, 2500].
  it.each([
    [1000, 5819.888974716112, 5.819888974716112, 0],
    [2000, 10712.885637917423, 2.3606797749978967, -0.005590169943749474],
    [3000, 11270.166537925832, 0, 0],
  ])('price %d', (priceUsd, valueUsd, deltaUnits, gamma) => {
    const greeks = univ3RangeGreeks({ liquidity: 1000, lowUsd: 1500, highUsd: 2500, priceUsd });
    expect(greeks.valueUsd).toBeCloseTo(valueUsd, 9);
    expect(greeks.deltaUnits).toBeCloseTo(deltaUnits, 12);
    expect(greeks.gammaUnitsPerUsd).toBeCloseTo(gamma, 17);
  });
});

describe('univ3Greeks', () => {
  // Closed form by mpmath 1.3.0 at 30 digits for a token0 position of 18/18 decimals, L = 1000 whole, ticks 73136 to
  // 78245 (prices near 1,500 and 2,500): price; value, delta, gamma.
  it.each([
    [1000, 5820.336679928217, 5.820336679928216, 0],
    [1700, 9733.07618468655, 4.254190396011056, -0.0071334007363627345],
    [2000, 10713.871140038254, 2.3613076673756557, -0.005590169943749474],
    [2400, 11250.992908324894, 0.41304241557090937, -0.004252586358998573],
    [3000, 11271.466035518199, 0, 0],
  ])('price %d', (priceUsd, valueUsd, deltaUnits, gamma) => {
    const tokens = { token0Decimals: 18, token1Decimals: 18, volatileIsToken: 0 } as const;
    const greeks = univ3Greeks({
      ...tokens,
      liquidity: 1000n * 10n ** 18n,
      lowerTick: 73_136,
      upperTick: 78_245,
      priceUsd,
    });
    expect(greeks.valueUsd / valueUsd).toBeCloseTo(1, 12);
    expect(greeks.deltaUnits).toBeCloseTo(deltaUnits, 11);
    expect(greeks.gammaUnitsPerUsd).toBeCloseTo(gamma, 15);
  });

  it("holds the integer amounts that the contract's arithmetic gives, within their rounding", () => {
    fc.assert(
      fc.property(fc.integer({ min: 199_000, max: 204_500 }), (tick) => {
        const sqrtPriceX96 = getSqrtRatioAtTick(tick);
        const { amount0, amount1 } = amountsForLiquidity(sqrtPriceX96, range.lowerTick, range.upperTick, liquidity);
        const greeks = univ3Greeks(at(priceUsdFromSqrtPriceX96(sqrtPriceX96, usdcWeth)));
        const usdcRounding = 1e-6;
        const wethRounding = 1e-12;
        expect(Math.abs(greeks.amount0 - Number(amount0) / 1e6)).toBeLessThan(usdcRounding);
        expect(Math.abs(greeks.amount1 - Number(amount1) / 1e18)).toBeLessThan(wethRounding);
        expect(greeks.deltaUnits).toBe(greeks.amount1);
      }),
    );
  });

  it('has delta and gamma equal to finite differences of its value', () => {
    for (const priceUsd of [lowUsd - 50, lowUsd + 20, (lowUsd + highUsd) / 2, highUsd - 20, highUsd + 50]) {
      const step = 0.01;
      const [down, here, up] = [priceUsd - step, priceUsd, priceUsd + step].map((price) => univ3Greeks(at(price)));
      expect(here!.deltaUnits).toBeCloseTo((up!.valueUsd - down!.valueUsd) / (2 * step), 7);
      expect(here!.gammaUnitsPerUsd).toBeCloseTo((up!.deltaUnits - down!.deltaUnits) / (2 * step), 9);
    }
  });

  it('delta is continuous at the ends of the range and gamma jumps', () => {
    const nudge = 1e-9;
    for (const [end, inside] of [
      [lowUsd, 1],
      [highUsd, -1],
    ] as const) {
      const outer = univ3Greeks(at(end - inside * nudge));
      const inner = univ3Greeks(at(end + inside * nudge));
      expect(inner.deltaUnits).toBeCloseTo(outer.deltaUnits, 9);
      expect(outer.gammaUnitsPerUsd).toBe(0);
      // L in whole tokens is 2·10^15 / 10^12.
      expect(inner.gammaUnitsPerUsd).toBeCloseTo(-2000 / (2 * end ** 1.5), 10);
    }
    expect(univ3Greeks(at(lowUsd - 1)).region).toBe('below');
    expect(univ3Greeks(at(highUsd + 1))).toMatchObject({ region: 'above', deltaUnits: 0 });
  });

  it('does not depend on the order of the tokens', () => {
    for (const priceUsd of [1400, 1600, 1700, 1900, 2100]) {
      const [one, other] = [univ3Greeks(at(priceUsd)), univ3Greeks(mirrored(priceUsd))];
      expect(one.valueUsd / other.valueUsd).toBeCloseTo(1, 12);
      expect(one.amount1).toBeCloseTo(other.amount0, 9);
      expect(one.gammaUnitsPerUsd).toBeCloseTo(other.gammaUnitsPerUsd, 12);
    }
  });

  it('a unit of the instrument is 10^12 of L', () => {
    const instrument = { kind: 'univ3', chain: 'polygon', pool: '0x', ...range } as const;
    const unit = univ3UnitGreeks(instrument, 1700, usdcWeth);
    expect(univ3Greeks(at(1700)).valueUsd / unit.valueUsd).toBeCloseTo(Number(liquidity / LIQUIDITY_UNIT), 9);
  });
});

describe('univ3LvrPerDay', () => {
  it('is Lσ²√P/4 a year inside the range: 7155.4175 for L 1000, σ 0.8, P 2000', () => {
    const tokens = { token0Decimals: 18, token1Decimals: 18, volatileIsToken: 0 } as const;
    const position = { ...tokens, liquidity: 1000n * 10n ** 18n, lowerTick: 73_136, upperTick: 78_245 };
    expect(univ3LvrPerDay({ ...position, priceUsd: 2000 }, 0.8) * 365).toBeCloseTo(7155.4175, 4);
    expect(univ3LvrPerDay({ ...position, priceUsd: 3000 }, 0.8)).toBeCloseTo(0, 15);
  });
});
