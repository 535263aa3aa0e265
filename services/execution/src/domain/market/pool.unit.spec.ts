import { decimalOf, decimalToNumber } from '@gimbal/money';
import { getSqrtRatioAtTick } from '@gimbal/quant';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExecutionConfig } from '../../config.js';
import { depthBetween } from './depthBetween.js';
import { midOf, quoteInPool } from './quoteInPool.js';
import { sqrtPriceX96Of } from './sqrtPriceX96Of.js';

const config = parseExecutionConfig({}).hedge.pool;
const upsideDown = { ...config, token0Decimals: 18, token1Decimals: 6, volatileIsToken: 0 as const };
const pool = { chain: 'polygon', tick: 201909, liquidity: 776202825955156693n, observedAtUs: 0n };

describe('sqrtPriceX96Of', () => {
  it('is the floor of the root, by its definition', () => {
    const tokens = { token0Decimals: 6, token1Decimals: 18, volatileIsToken: 1 as const };
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), fc.integer({ min: 0, max: 4 }), (unscaled, scale) => {
        const root = sqrtPriceX96Of({ unscaled, scale }, tokens);
        const square = (10n ** 12n * 10n ** BigInt(scale) * 2n ** 192n) / unscaled;
        expect(root * root <= square && (root + 1n) * (root + 1n) > square).toBe(true);
      }),
    );
  });

  it('is the square root of 10^12 times 2^96 at a price of one', () => {
    expect(sqrtPriceX96Of(decimalOf('1'), config)).toBe(10n ** 6n * 2n ** 96n);
    expect(sqrtPriceX96Of(decimalOf('1'), upsideDown)).toBe(2n ** 96n / 10n ** 6n);
  });
});

describe('quoteInPool', () => {
  it('gives the same trade whichever way up the pool stands', () => {
    // The mirror image of a pool has token0 and token1 exchanged and the tick negated.
    const mirrored = { ...pool, tick: -pool.tick };
    for (const [quantity, limit] of [
      ['-20', '1600'],
      ['20', '1800'],
    ] as const) {
      const one = quoteInPool(pool, config, 500, decimalOf(quantity), decimalOf(limit));
      const other = quoteInPool(mirrored, upsideDown, 500, decimalOf(quantity), decimalOf(limit));
      if (!one.ok || !other.ok) throw new Error('Expected two quotes.');
      expect(Number(other.quoteRaw - one.quoteRaw) / 1e6).toBeCloseTo(0, 4);
      expect(other.midUsd).toBeCloseTo(one.midUsd, 8);
    }
    expect(midOf(mirrored, upsideDown)).toBeCloseTo(1e12 / 1.0001 ** 201909, 6);
  });

  it('stops at the depth that the curve has up to the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.boolean(), (basisPoints, sells) => {
        const mid = midOf(pool, config);
        const limit = decimalOf((mid * (1 + ((sells ? -1 : 1) * basisPoints) / 10_000)).toFixed(2));
        const depth = decimalToNumber(depthBetween(pool, config, limit));
        const trade = (units: number) =>
          quoteInPool(pool, config, 0, decimalOf(`${sells ? '-' : ''}${units.toFixed(6)}`), limit);
        expect(trade(depth * 0.999).ok).toBe(true);
        expect(trade(depth * 1.001)).toMatchObject({ ok: false, code: 'insufficient_depth' });
      }),
    );
  });

  it('has nothing to give without liquidity, and nothing beyond the limit', () => {
    const none = quoteInPool({ ...pool, liquidity: 0n }, config, 500, decimalOf('-1'), decimalOf('1600'));
    expect(none).toMatchObject({ ok: false, code: 'insufficient_depth' });
    for (const [quantity, limit] of [
      ['-1', '1704.68'],
      ['1', '1704.67'],
    ] as const) {
      const beyond = quoteInPool(pool, config, 500, decimalOf(quantity), decimalOf(limit));
      expect(beyond).toMatchObject({ ok: false, code: 'limit_price_exceeded' });
    }
    expect(getSqrtRatioAtTick(pool.tick)).toBeGreaterThan(sqrtPriceX96Of(decimalOf('1704.68'), config));
  });
});
