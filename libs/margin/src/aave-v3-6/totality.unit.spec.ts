import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiquidatableAccount } from '../aave/account.js';
import { MAX_UINT128, RAY } from '../aave/limits.js';
import { aaveV33 } from '../aave-v3-3/ruleset.js';
import { aaveV37 } from '../aave-v3-7/ruleset.js';
import { aaveV36 } from './ruleset.js';

const ASSETS = ['a', 'b', 'c'];
/** Whatever a contract's storage could hold, but mostly with terms that make sense, so that the later steps are reached. */
const mostly = <Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 40, arbitrary: usual }, { weight: 1, arbitrary: rare });
const anyBps = fc.bigInt({ min: 0n, max: 65_535n });
// 90 % · 1.11 is just below 1.
const threshold = mostly(fc.bigInt({ min: 0n, max: 9_000n }), anyBps);
const bonus = mostly(fc.bigInt({ min: 10_001n, max: 11_100n }), anyBps);
const fee = mostly(fc.bigInt({ min: 0n, max: 10_000n }), anyBps);
const amount = mostly(
  fc.oneof(fc.bigInt({ min: 0n, max: 10n }), fc.bigInt({ min: 0n, max: 10n ** 12n })),
  fc.bigInt({ min: 0n, max: MAX_UINT128 }),
);
const indexRay = fc.bigInt({ min: RAY, max: 10n * RAY });

const reserveOf = (asset: string) =>
  fc.record({
    asset: fc.constant(asset),
    decimals: fc.integer({ min: 0, max: 8 }),
    ltvBps: fc.constant(0n),
    liquidationThresholdBps: threshold,
    liquidationBonusBps: bonus,
    liquidationProtocolFeeBps: fee,
    priceBase: mostly<bigint | undefined>(fc.bigInt({ min: 1n, max: 10n ** 10n }), fc.constantFrom(undefined, 0n)),
    liquidityIndexRay: indexRay,
    variableBorrowIndexRay: indexRay,
    eModeCategory: fc.constant(0),
    isActive: mostly(fc.constant(true), fc.constant(false)),
  });
const positionOf = (asset: string) =>
  fc.record({
    asset: fc.constant(asset),
    scaledSupply: amount,
    scaledVariableDebt: amount,
    usedAsCollateral: fc.constantFrom(true, true, false),
  });
const account: fc.Arbitrary<LiquidatableAccount> = fc.record({
  reserves: fc.tuple(...ASSETS.map(reserveOf)),
  positions: fc.tuple(...ASSETS.map(positionOf)),
  eMode: fc.option(
    fc.record({
      category: fc.integer({ min: 0, max: 2 }),
      ltvBps: fc.constant(1n),
      liquidationThresholdBps: threshold,
      liquidationBonusBps: bonus,
      collateralAssets: fc.subarray(ASSETS),
      ltvZeroAssets: fc.subarray(ASSETS),
      isolated: fc.boolean(),
    }),
    { nil: undefined },
  ),
});

describe('anything that a contract could hold', () => {
  it.each([aaveV33, aaveV36, aaveV37])('has a value or a reason, and nobody owns less than nothing: $id', (ruleset) => {
    const asset = fc.constantFrom(...ASSETS);
    const offer = fc.oneof(fc.constant('max' as const), amount);
    fc.assert(
      fc.property(account, asset, asset, offer, (held, debtAsset, collateralAsset, debtToCover) => {
        const called = ruleset.liquidationCall(held, { debtAsset, collateralAsset, debtToCover });
        const data = ruleset.userAccountData(held);
        if (data.ok) expect(data.value.healthFactorWad >= 0n).toBe(true);
        if (!called.ok) return;
        expect(data.ok).toBe(true);
        const { actualDebtToLiquidate, actualCollateralToLiquidator, protocolFee, newPositions } = called.value;
        for (const figure of [actualDebtToLiquidate, actualCollateralToLiquidator, protocolFee]) {
          expect(figure >= 0n).toBe(true);
        }
        for (const { scaledSupply, scaledVariableDebt } of newPositions) {
          expect(scaledSupply >= 0n && scaledVariableDebt >= 0n).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
