import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiquidatableAccount } from '../aave/account.js';
import { describeAaveFailure } from '../aave/failures.js';
import { RAY } from '../aave/limits.js';
import type { Liquidation, LiquidationRequest } from '../aave/liquidation.js';
import { DAI, dai, ethLoan, USDC, usdc, WETH, weth } from '../aave-v3-0/ethLoan.sample.js';
import { aaveV33 } from '../aave-v3-3/ruleset.js';
import { aaveV37 } from '../aave-v3-7/ruleset.js';
import { aaveV36 } from './ruleset.js';

type Ruleset = typeof aaveV33 | typeof aaveV36 | typeof aaveV37;

const request: LiquidationRequest = { debtAsset: USDC, collateralAsset: WETH, debtToCover: 'max' };
const FEED_LOW = 155_799_600_000n;
const usd = (dollars: bigint): bigint => dollars * 10n ** 6n;

const liquidated = (
  account: LiquidatableAccount,
  changes: Partial<LiquidationRequest> = {},
  ruleset: Ruleset = aaveV36,
): Liquidation => {
  const result = ruleset.liquidationCall(account, { ...request, ...changes });
  if (!result.ok) throw new Error(describeAaveFailure(result.failure));
  return result.value;
};
const refusal = (
  account: LiquidatableAccount,
  changes: Partial<LiquidationRequest> = {},
  ruleset: Ruleset = aaveV36,
): unknown => {
  const result = ruleset.liquidationCall(account, { ...request, ...changes });
  if (result.ok) return undefined;
  expect(describeAaveFailure(result.failure)).toMatch(/^Expected .*\.$/);
  return result.failure;
};
const healthOf = (account: LiquidatableAccount): bigint => {
  const data = aaveV36.userAccountData(account);
  if (!data.ok) throw new Error(data.failure.code);
  return data.value.healthFactorWad;
};
/** WETH as collateral against debts in USDC and DAI, in whole tokens but for the first, which is in wei. */
const loan = (price: bigint, wei: bigint, usdcOwed: bigint, daiOwed: bigint): LiquidatableAccount => ({
  reserves: [weth(price), usdc(), dai()],
  positions: [
    { asset: WETH, scaledSupply: wei, scaledVariableDebt: 0n, usedAsCollateral: true },
    { asset: USDC, scaledSupply: 0n, scaledVariableDebt: usd(usdcOwed), usedAsCollateral: false },
    { asset: DAI, scaledSupply: 0n, scaledVariableDebt: daiOwed * 10n ** 18n, usedAsCollateral: false },
  ],
});
const ETH = 10n ** 18n;

describe('a liquidation by the rules of Aave v3.6', () => {
  it('covers half the debt of a large loan while health is above 0.95', () => {
    // 650,000 / 1,557.996 = 417.202611559978331138 WETH, · 1.05 = 438.0627421379772476949, ties up. Of the bonus,
    // 438.062742137977247695 − 417.202611559978331138 = 20.860130577998916557, a tenth is the protocol's.
    const result = liquidated(ethLoan(FEED_LOW));
    expect(result).toEqual({
      closeFactorBps: 5_000n,
      actualDebtToLiquidate: usd(650_000n),
      actualCollateralToLiquidator: 435_976_729_080_177_356_039n,
      protocolFee: 2_086_013_057_799_891_656n,
      badDebt: [],
      newPositions: [
        { asset: WETH, scaledSupply: 561_937_257_862_022_752_305n, scaledVariableDebt: 0n, usedAsCollateral: true },
        { asset: USDC, scaledSupply: 0n, scaledVariableDebt: usd(650_000n), usedAsCollateral: false },
      ],
    });
  });

  it('gives the liquidator the floor of the bonus from v3.7 on', () => {
    const result = liquidated(ethLoan(FEED_LOW), {}, aaveV37);
    expect(result.actualCollateralToLiquidator).toBe(435_976_729_080_177_356_038n);
    expect(result.protocolFee).toBe(2_086_013_057_799_891_656n);
    expect(liquidated(ethLoan(FEED_LOW), {}, aaveV33).actualCollateralToLiquidator).toBe(435_976_729_080_177_356_039n);
  });

  it('halves the debt of all reserves, so that a small part of it goes at once', () => {
    // 100 WETH at 1,000 cover 82,500 of 85,000 owed: health 0.97, half of everything is 42,500.
    const account = loan(1_000n * 10n ** 8n, 100n * ETH, 50_000n, 35_000n);
    expect(liquidated(account).actualDebtToLiquidate).toBe(usd(42_500n));
    expect(liquidated(account, { debtAsset: DAI }).actualDebtToLiquidate).toBe(35_000n * ETH);
  });

  it('closes wholly below 2,000 dollars on either side, or at health 0.95', () => {
    // 2.4 WETH at 1,000 cover 1,980 of 1,999.99 owed.
    expect(liquidated(loan(1_000n * 10n ** 8n, (24n * ETH) / 10n, 1_999n, 0n)).closeFactorBps).toBe(10_000n);
    // 2.5 cover 2,062.5 of 2,100: both sides are above.
    expect(liquidated(loan(1_000n * 10n ** 8n, (25n * ETH) / 10n, 2_100n, 0n)).closeFactorBps).toBe(5_000n);
    // 1,000 WETH · P · 0.825 / 1.3 million = 0.95 at P = 1,496.969696..., between two steps of 10^-8 dollars.
    expect(liquidated(ethLoan(149_696_969_696n)).closeFactorBps).toBe(10_000n);
    expect(liquidated(ethLoan(149_696_969_697n)).closeFactorBps).toBe(5_000n);
  });

  it('may refuse the most that it would allow', () => {
    // 10 WETH at 1,000 cover 8,250 of 8,500 owed; half of everything is 4,250, which leaves 750 of 5,000.
    const account = loan(1_000n * 10n ** 8n, 10n * ETH, 5_000n, 3_500n);
    expect(refusal(account)).toMatchObject({ code: 'MustNotLeaveDust', leftDebtBase: 75_000_000_000n });
    expect(liquidated(account, { debtToCover: usd(4_000n) }).actualDebtToLiquidate).toBe(usd(4_000n));
  });

  it('must leave nothing or 1,000 dollars of both', () => {
    // 10 WETH at 1,000 cover 8,250 of 8,500.
    const account = loan(1_000n * 10n ** 8n, 10n * ETH, 1_500n, 7_000n);
    // 500 of 1,500 leave exactly 1,000; a millionth more leaves less.
    expect(liquidated(account, { debtToCover: usd(500n) }).actualDebtToLiquidate).toBe(usd(500n));
    expect(refusal(account, { debtToCover: usd(500n) + 1n })).toEqual({
      code: 'MustNotLeaveDust',
      leftDebtBase: 99_999_999_900n,
      // 10 WETH less 0.500000001 · 1.05 = 9.47499999895.
      leftCollateralBase: 947_499_999_895n,
      minBase: 100_000_000_000n,
    });
    expect(liquidated(account, { debtToCover: usd(1_500n) }).actualDebtToLiquidate).toBe(usd(1_500n));
  });

  it('books what nobody pays as a deficit of every debt reserve', () => {
    // At 1,200 the 1,000 WETH pay for 1,200,000 / 1.05 = 1,142,857.142857..., up to ...858, of 1.3 million.
    const account = ethLoan(120_000_000_000n);
    const withDai = {
      ...account,
      positions: [
        ...account.positions,
        { asset: DAI, scaledSupply: 0n, scaledVariableDebt: 7n * ETH, usedAsCollateral: false },
      ],
    };
    const result = liquidated(withDai);
    expect(result.actualDebtToLiquidate).toBe(1_142_857_142_858n);
    expect(result.actualCollateralToLiquidator).toBe(995_238_095_238_095_238_095n);
    expect(result.protocolFee).toBe(4_761_904_761_904_761_905n);
    expect(result.badDebt).toEqual([
      { asset: USDC, amount: 157_142_857_142n },
      { asset: DAI, amount: 7n * ETH },
    ]);
    expect(result.newPositions).toEqual(
      [WETH, USDC, DAI].map((asset) => ({
        asset,
        scaledSupply: 0n,
        scaledVariableDebt: 0n,
        usedAsCollateral: false,
      })),
    );
    // Ties up before v3.5.
    expect(liquidated(withDai, {}, aaveV33).actualDebtToLiquidate).toBe(1_142_857_142_857n);
  });

  it('leaves the debt while another collateral is left, and debts in reserves that are inactive', () => {
    const account = ethLoan(120_000_000_000n);
    const more = { asset: DAI, scaledSupply: 10n ** 12n, scaledVariableDebt: 0n, usedAsCollateral: true };
    const result = liquidated({ ...account, positions: [...account.positions, more] });
    expect(result.badDebt).toEqual([]);
    expect(result.newPositions[1]?.scaledVariableDebt).toBe(157_142_857_142n);
    const owing = { asset: DAI, scaledSupply: 0n, scaledVariableDebt: ETH, usedAsCollateral: false };
    const inactive = {
      reserves: account.reserves.map((reserve) => ({ ...reserve, isActive: reserve.asset !== DAI })),
      positions: [...account.positions, owing],
    };
    expect(liquidated(inactive).badDebt).toEqual([{ asset: USDC, amount: 157_142_857_142n }]);
  });

  it('calls an account empty by scaled units from v3.7 on, and by amounts before', () => {
    // At an index of 1.5, 5 scaled units are 7. 5 units of debt buy 5 · 1.2 = 6, of which the bonus of 1 is all fee:
    // the 5 burn ⌈5 / 1.5⌉ = 4 scaled and the 1 burns ⌈1 / 1.5⌉ = 1, so nothing is left although 7 − 6 = 1.
    const unit = {
      ...weth(1n),
      asset: 'unit',
      decimals: 0,
      ltvBps: 0n,
      liquidationThresholdBps: 7_000n,
      liquidationBonusBps: 12_000n,
      liquidationProtocolFeeBps: 10_000n,
      liquidityIndexRay: (3n * RAY) / 2n,
    };
    const account: LiquidatableAccount = {
      reserves: [unit, { ...unit, asset: 'other' }],
      positions: [
        { asset: 'unit', scaledSupply: 5n, scaledVariableDebt: 5n, usedAsCollateral: true },
        { asset: 'other', scaledSupply: 0n, scaledVariableDebt: 1n, usedAsCollateral: false },
      ],
    };
    const changes = { debtAsset: 'unit', collateralAsset: 'unit' };
    const newer = liquidated(account, changes, aaveV37);
    expect(newer.newPositions[0]).toMatchObject({ scaledSupply: 0n, scaledVariableDebt: 0n, usedAsCollateral: false });
    expect(newer.badDebt).toEqual([{ asset: 'other', amount: 1n }]);
    const older = liquidated(account, changes);
    expect(older.newPositions[0]).toMatchObject({ scaledSupply: 0n, scaledVariableDebt: 0n, usedAsCollateral: true });
    expect(older.badDebt).toEqual([]);
    expect(older.newPositions[1]?.scaledVariableDebt).toBe(1n);
  });

  it('takes the bonus of the category for its members', () => {
    const eMode = {
      category: 1,
      ltvBps: 9_000n,
      liquidationThresholdBps: 9_300n,
      liquidationBonusBps: 10_100n,
      collateralAssets: [WETH],
    };
    // 1,300 dollars buy one WETH, 1.01 with the category's bonus; the fee is a tenth of 0.01.
    const result = liquidated({ ...ethLoan(130_000_000_000n), eMode }, { debtToCover: usd(1_300n) });
    expect(result.actualCollateralToLiquidator + result.protocolFee).toBe(1_010_000_000_000_000_000n);
    expect(result.protocolFee).toBe(1_000_000_000_000_000n);
    const outside = liquidated(
      { ...ethLoan(130_000_000_000n), eMode: { ...eMode, collateralAssets: [DAI] } },
      { debtToCover: usd(1_300n) },
    );
    expect(outside.actualCollateralToLiquidator + outside.protocolFee).toBe(1_050_000_000_000_000_000n);
  });
});

describe('a liquidation that the contract refuses', () => {
  const changed = (asset: string, change: object): LiquidatableAccount => {
    const account = ethLoan(FEED_LOW);
    return {
      ...account,
      reserves: account.reserves.map((reserve) => (reserve.asset === asset ? { ...reserve, ...change } : reserve)),
    };
  };

  it('says why, in the order of the contract', () => {
    expect(refusal(ethLoan(160_000_000_000n))).toMatchObject({ code: 'HealthFactorNotBelowThreshold' });
    expect(refusal(ethLoan(FEED_LOW), { collateralAsset: DAI })).toMatchObject({
      code: 'CollateralCannotBeLiquidated',
    });
    expect(refusal(ethLoan(FEED_LOW), { debtAsset: DAI })).toEqual({ code: 'DebtNotBorrowed', asset: DAI });
    expect(refusal(ethLoan(FEED_LOW), { debtToCover: 0n })).toMatchObject({ code: 'AmountBurnsNothing', asset: USDC });
    expect(refusal(ethLoan(FEED_LOW), { isSelfLiquidation: true })).toEqual({ code: 'SelfLiquidation' });
    expect(refusal(ethLoan(FEED_LOW), { isSelfLiquidation: true }, aaveV33)).toBeUndefined();
    expect(refusal(changed(USDC, { isActive: false, isPaused: true }))).toEqual({
      code: 'ReserveInactive',
      asset: USDC,
    });
    expect(refusal(changed(WETH, { isPaused: true }))).toEqual({ code: 'ReservePaused', asset: WETH });
    expect(refusal(ethLoan(FEED_LOW), { debtAsset: 'WBTC' })).toEqual({ code: 'UnknownReserve', asset: 'WBTC' });
    expect(refusal(ethLoan(undefined))).toMatchObject({ code: 'MissingPrice', asset: WETH });
  });

  it('can take nothing of a collateral that has no bonus', () => {
    const termless = changed(WETH, { ltvBps: 0n, liquidationThresholdBps: 0n, liquidationBonusBps: 0n });
    expect(refusal(termless)).toMatchObject({ code: 'ValueOutOfRange', field: 'liquidationBonusBps', found: 0n });
    const outOfRange = { code: 'ValueOutOfRange', field: 'liquidationProtocolFeeBps' };
    expect(refusal(changed(WETH, { liquidationProtocolFeeBps: 10_001n }))).toMatchObject(outOfRange);
  });

  it('waits until the grace period is over', () => {
    const inGrace = changed(USDC, { liquidationGraceUntilSeconds: 1_700_000_000n });
    const code = 'LiquidationGracePeriod';
    expect(refusal(inGrace, { atSeconds: 1_700_000_000n })).toMatchObject({ code, untilSeconds: 1_700_000_000n });
    expect(refusal(inGrace)).toMatchObject({ code, atSeconds: undefined });
    expect(refusal(inGrace, { atSeconds: 1_700_000_001n })).toBeUndefined();
    expect(refusal(changed(USDC, { liquidationGraceUntilSeconds: 0n }))).toBeUndefined();
  });

  it('needs a threshold of the reserve itself up to v3.5', () => {
    const eMode = {
      category: 1,
      ltvBps: 9_000n,
      liquidationThresholdBps: 9_300n,
      liquidationBonusBps: 10_100n,
      collateralAssets: [WETH],
    };
    const account = { ...changed(WETH, { ltvBps: 0n, liquidationThresholdBps: 0n, liquidationBonusBps: 0n }), eMode };
    const fallen = {
      ...account,
      reserves: account.reserves.map((reserve) =>
        reserve.asset === WETH ? { ...reserve, priceBase: 10n ** 11n } : reserve,
      ),
    };
    expect(refusal(fallen)).toBeUndefined();
    expect(refusal(fallen, {}, aaveV33)).toMatchObject({ code: 'CollateralCannotBeLiquidated' });
  });
});

describe('what leaves a liquidated account', () => {
  const indices = fc.bigInt({ min: RAY, max: 2n * RAY });
  const prices = fc.bigInt({ min: 60_000_000_000n, max: 157_000_000_000n });
  const supplies = fc.bigInt({ min: ETH / 10n, max: 1_000n * ETH });
  const offers = fc.bigInt({ min: 1n, max: usd(1_300_000n) });
  const shares = fc.bigInt({ min: 70n, max: 140n });

  it.each([aaveV33, aaveV36, aaveV37])('is paid, a fee or a bad debt: $id', (ruleset) => {
    fc.assert(
      fc.property(
        indices,
        indices,
        prices,
        supplies,
        offers,
        shares,
        (supplyIndex, debtIndex, price, wei, offer, share) => {
          // A debt of 70 to 140 % of the collateral, two thirds of it in USDC.
          const owed = (wei * price * share) / (10n ** 18n * 10n ** 8n * 100n);
          const account = loan(price, wei, (owed * 2n) / 3n, owed / 3n);
          const indexed = {
            ...account,
            reserves: account.reserves.map((reserve) => ({
              ...reserve,
              liquidityIndexRay: supplyIndex,
              variableBorrowIndexRay: debtIndex,
            })),
          };
          const called = ruleset.liquidationCall(indexed, { ...request, debtToCover: offer });
          if (!called.ok) return;
          const { newPositions, actualDebtToLiquidate, actualCollateralToLiquidator, protocolFee, badDebt } =
            called.value;
          const gone = (asset: string, at: number): bigint => {
            const before = indexed.positions[at]!;
            const after = newPositions[at]!;
            return asset === WETH
              ? ruleset.supplyBalance(before.scaledSupply, supplyIndex) -
                  ruleset.supplyBalance(after.scaledSupply, supplyIndex)
              : ruleset.debtBalance(before.scaledVariableDebt, debtIndex) -
                  ruleset.debtBalance(after.scaledVariableDebt, debtIndex);
          };
          const booked = (asset: string): bigint => badDebt?.find((entry) => entry.asset === asset)?.amount ?? 0n;
          // Each move rounds to whole scaled units, worth up to two token units at these indices.
          const near = (found: bigint, expected: bigint): void => {
            expect(found - expected >= -4n && found - expected <= 4n).toBe(true);
          };
          near(gone(WETH, 0), actualCollateralToLiquidator + protocolFee);
          near(gone(USDC, 1), actualDebtToLiquidate + booked(USDC));
          near(gone(DAI, 2), booked(DAI));
          expect(newPositions.every((row) => row.scaledSupply >= 0n && row.scaledVariableDebt >= 0n)).toBe(true);
          if (badDebt !== undefined && badDebt.length > 0) {
            expect(newPositions.every((row) => row.scaledVariableDebt === 0n)).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('raises health when threshold · bonus is below it', () => {
    fc.assert(
      fc.property(prices, offers, (price, debtToCover) => {
        const account = ethLoan(price);
        const before = healthOf(account);
        const called = aaveV36.liquidationCall(account, { ...request, debtToCover });
        if (!called.ok || Number(before) / 1e18 < 0.825 * 1.05 + 1e-3) return;
        expect(healthOf({ ...account, positions: called.value.newPositions }) >= before).toBe(true);
      }),
    );
  });
});

describe('solved on the integers of v3.6', () => {
  it('a price is the last one at which the account may be liquidated', () => {
    // 1,000 WETH · P · 0.825 = 1.3 million at P = 1,575.7575..., rounded down to a step where health is below 1.
    const found = aaveV36.liquidationPrice(ethLoan(160_000_000_000n), WETH);
    expect(found).toEqual({ ok: true, value: { kind: 'atOrBelow', priceBase: 157_575_757_575n } });
    expect(healthOf(ethLoan(157_575_757_575n)) < 10n ** 18n).toBe(true);
    expect(healthOf(ethLoan(157_575_757_576n)) >= 10n ** 18n).toBe(true);
  });

  it('a repayment is the least that reaches the target', () => {
    // At 1,500: 1,237,500 / 1.1 = 1,125,000 may be owed, so 175,000 are paid.
    expect(aaveV36.repayForHealth(ethLoan(150_000_000_000n), USDC, 1_100_000_000_000_000_000n)).toEqual({
      ok: true,
      value: usd(175_000n),
    });
  });

  it('sensitivities are those of the weighted sum', () => {
    const found = aaveV36.healthSensitivities(ethLoan(159_000_000_000n));
    if (!found.ok) throw new Error(found.failure.code);
    expect(found.value.health).toBeCloseTo(1_311_750 / 1_300_000, 12);
    expect(found.value.assets[0]?.healthPerLnPrice).toBeCloseTo(1_311_750 / 1_300_000, 12);
  });
});
