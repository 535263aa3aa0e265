import { aaveV30, aaveV36, RAY } from '@gimbal/margin';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repayQuantity } from './repayQuantity.js';

const WAD = 10n ** 18n;
const USDC = 10n ** 6n;

/** Coin with a threshold of 82.5 % against USDC at one dollar; indexes of one, so scaled is raw. */
function account(units: bigint, priceBase: bigint, debtRaw: bigint) {
  const reserve = (asset: string, decimals: number, liquidationThresholdBps: bigint, price: bigint) => ({
    asset,
    decimals,
    ltvBps: 8000n,
    liquidationThresholdBps,
    priceBase: price,
    liquidityIndexRay: RAY,
    variableBorrowIndexRay: RAY,
    eModeCategory: 0,
  });
  return {
    reserves: [reserve('WETH', 18, 8250n, priceBase), reserve('USDC', 6, 8500n, 10n ** 8n)],
    positions: [
      { asset: 'WETH', scaledSupply: units * WAD, scaledVariableDebt: 0n, usedAsCollateral: true },
      { asset: 'USDC', scaledSupply: 0n, scaledVariableDebt: debtRaw, usedAsCollateral: false },
    ],
  };
}

const bounds = {
  asset: 'USDC',
  targetWad: (WAD * 110n) / 100n,
  levelWad: (WAD * 105n) / 100n,
  lotRaw: 10_000n * USDC,
  mostRaw: 10n ** 15n,
};

describe('repayQuantity', () => {
  it('is 60,000 USDC for the loan of the day', () => {
    const size = repayQuantity(aaveV30, account(1000n, 165_316_000_000n, 1_300_000n * USDC), bounds);
    expect(size).toMatchObject({ ok: true, amountRaw: 60_000n * USDC, wantedRaw: 60_130n * USDC, bounded: false });
  });

  it('is sized by the rules of the market', () => {
    // The same loan, whose debt v3.6 rounds up: at indexes of one there is nothing to round.
    const size = repayQuantity(aaveV36, account(1000n, 165_316_000_000n, 1_300_000n * USDC), bounds);
    expect(size).toMatchObject({ ok: true, amountRaw: 60_000n * USDC, wantedRaw: 60_130n * USDC, bounded: false });
  });

  it('pays back a debt below a lot whole, and no more than is owed', () => {
    // 2 coins at 1,000 cover 1,650: a debt of 1,600 has a health of 1.031, and wants 100 to 1.10.
    const size = repayQuantity(aaveV30, account(2n, 100_000_000_000n, 1_600n * USDC), bounds);
    expect(size).toMatchObject({ ok: true, amountRaw: 1_600n * USDC, wantedRaw: 100n * USDC });
  });

  it('leaves the limit behind, stays in lots, and within what may be paid', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1_000n, 1_700n),
        fc.bigInt(800_000n, 1_400_000n),
        fc.bigInt(0n, 900_000n),
        (price, debt, most) => {
          const size = repayQuantity(aaveV30, account(1000n, price * 10n ** 8n, debt * USDC), {
            ...bounds,
            mostRaw: most * USDC,
          });
          // By hand: health after paying x is 825·price/(debt − x), so 1.10 is reached at a debt of 750·price.
          const wanted = Number(debt - 750n * price);
          if (wanted <= 0) {
            expect(size).toMatchObject({ ok: false, code: 'health_at_target' });
            return;
          }
          if (!size.ok) {
            expect([size.code, most < 10_000n]).toEqual(['free_balance_below_lot', true]);
            return;
          }
          const paid = Number(size.amountRaw / USDC);
          expect(paid % 10_000).toBe(0);
          expect(paid).toBeLessThanOrEqual(Number(most));
          if (!size.bounded) {
            expect((825 * Number(price)) / (Number(debt) - paid)).toBeGreaterThan(1.05);
            expect(Math.abs(paid - Math.max(wanted, 10_000))).toBeLessThanOrEqual(10_000);
          }
          expect(size.healthAfter).toBeCloseTo((825 * Number(price)) / (Number(debt) - paid), 9);
        },
      ),
    );
  });
});
