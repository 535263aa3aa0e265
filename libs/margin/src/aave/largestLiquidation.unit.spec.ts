import { describe, expect, it } from 'vitest';
import { DAI, dai, ethLoan, USDC, usdc, WETH, weth } from '../aave-v3-0/ethLoan.sample.js';
import { aaveV30 } from '../aave-v3-0/ruleset.js';
import { aaveV36 } from '../aave-v3-6/ruleset.js';
import type { LiquidatableAccount } from './account.js';
import { largestLiquidation } from './largestLiquidation.js';

const request = { debtAsset: USDC, collateralAsset: WETH };
/** WETH at 1,000 dollars, in tenths, against whole USDC and DAI. */
const loan = (tenthsOfWeth: bigint, usdcOwed: bigint, daiOwed: bigint): LiquidatableAccount => ({
  reserves: [weth(100_000_000_000n), usdc(), dai()],
  positions: [
    { asset: WETH, scaledSupply: tenthsOfWeth * 10n ** 17n, scaledVariableDebt: 0n, usedAsCollateral: true },
    { asset: USDC, scaledSupply: 0n, scaledVariableDebt: usdcOwed * 10n ** 6n, usedAsCollateral: false },
    { asset: DAI, scaledSupply: 0n, scaledVariableDebt: daiOwed * 10n ** 18n, usedAsCollateral: false },
  ],
});

describe('the largest liquidation', () => {
  it('is the whole offer where the rules take it', () => {
    const called = largestLiquidation(aaveV36, ethLoan(155_799_600_000n), request);
    expect(called).toMatchObject({ ok: true, value: { actualDebtToLiquidate: 650_000n * 10n ** 6n } });
  });

  it('leaves 1,000 dollars of the debt when the most would leave less', () => {
    // 10 WETH cover 8,250 of 8,500. Half of everything is 4,250, which leaves 750 of the 5,000; 4,000 leave 1,000.
    const called = largestLiquidation(aaveV36, loan(100n, 5_000n, 3_500n), request);
    expect(called).toMatchObject({ ok: true, value: { actualDebtToLiquidate: 4_000n * 10n ** 6n } });
    expect(largestLiquidation(aaveV30, loan(100n, 5_000n, 3_500n), request)).toMatchObject({
      ok: true,
      value: { actualDebtToLiquidate: 2_500n * 10n ** 6n },
    });
  });

  it('leaves 1,000 dollars of the collateral too', () => {
    // 2.6 WETH cover 2,145 of 2,200 + 2,200 at health 0.4875: all 2,200 of USDC would take 2,310 of 2,600 and leave 290.
    // That closes the debt whole, so it is allowed; what isn't is 2,199 of it.
    expect(largestLiquidation(aaveV36, loan(26n, 2_200n, 2_200n), request)).toMatchObject({
      ok: true,
      value: { actualDebtToLiquidate: 2_200n * 10n ** 6n },
    });
    // 2.6 WETH cover 2,145 of 2,200 at 0.975: half is 1,100, which takes 1,155 and leaves 1,100 and 1,445.
    expect(largestLiquidation(aaveV36, loan(26n, 2_200n, 0n), request)).toMatchObject({
      ok: true,
      value: { actualDebtToLiquidate: 1_100n * 10n ** 6n },
    });
    // 2.1 WETH and 1,700 of other collateral against 3,150: health (1,732.5 + 1,309) over 3,150 = 0.9655; half of
    // 3,150 is 1,575, which takes 1,653.75 and would leave 446.25 of 2,100. 1,100 / 1.05 = 1,047.619047 leave 1,000.
    const two = loan(21n, 3_150n, 0n);
    const withDai = {
      ...two,
      positions: two.positions.map((position) =>
        position.asset === DAI ? { ...position, scaledSupply: 1_700n * 10n ** 18n, usedAsCollateral: true } : position,
      ),
    };
    expect(largestLiquidation(aaveV36, withDai, request)).toMatchObject({
      ok: true,
      value: { actualDebtToLiquidate: 1_047_619_047n },
    });
  });

  it('is refused as the whole offer is', () => {
    expect(largestLiquidation(aaveV36, loan(200n, 5_000n, 3_500n), request)).toMatchObject({
      ok: false,
      failure: { code: 'HealthFactorNotBelowThreshold' },
    });
  });
});
