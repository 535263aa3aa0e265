import type { AaveEMode, AaveReserve } from '../aave/account.js';
import type { AaveRounding } from '../aave/aaveRuleset.js';
import { percentDiv, percentDivCeil, percentMul, percentMulFloor } from '../aave/percentageMath.js';
import { divCeil, rayDivCeil, rayDivFloor, rayMulCeil, rayMulFloor, wadDiv } from '../aave/wadRayMath.js';
import { PERCENTAGE_FACTOR_BPS } from '../aave/limits.js';
import { compoundedInterest } from './interest.js';

/** The percentages under which a reserve counts for one account. */
export interface LegTerms {
  readonly countsAsCollateral: boolean;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
}

/** Sums over an account in base currency. `thresholdWeight` is Σ collateral · threshold. */
export interface AccountTotals {
  readonly totalCollateralBase: bigint;
  readonly totalDebtBase: bigint;
  readonly thresholdWeight: bigint;
  readonly averageThresholdBps: bigint;
}

/** What a liquidation takes of its collateral reserve, before anything is burnt. */
export interface TakenCollateral {
  readonly toLiquidator: bigint;
  readonly protocolFee: bigint;
  readonly scaledSupply: bigint;
  readonly balance: bigint;
  readonly indexRay: bigint;
  readonly priceBase: bigint;
  readonly unit: bigint;
  readonly totalCollateralBase: bigint;
}

/**
 * Where v3.3 and its successors differ, which is in roundings, in what a category overrides and in a few checks; the
 * steps around it are the same. Each version fills it in, with its source.
 */
export interface AaveV3Rules extends AaveRounding {
  /** Scaled units that leave an account when `amount` of its supply is burnt or moved. */
  scaledSupplyBurnt(amount: bigint, liquidityIndexRay: bigint): bigint;
  /** `amount` of debt at a price, in base currency. */
  debtBase(amount: bigint, priceBase: bigint, unit: bigint): bigint;
  compoundedInterest(rateRay: bigint, elapsedSeconds: bigint): bigint;
  /** `member` is the entered category when it lists the reserve as collateral; `entered` is it in any case. */
  legTerms(reserve: AaveReserve, entered: AaveEMode | undefined, member: AaveEMode | undefined): LegTerms;
  healthFactorWad(totals: AccountTotals): bigint;
  borrowableBase(totalCollateralBase: bigint, ltvBps: bigint): bigint;
  readonly refusesSelfLiquidation: boolean;
  readonly needsThresholdToLiquidate: boolean;
  /** Base collateral with the bonus on top. */
  withBonus(amount: bigint, bonusBps: bigint): bigint;
  /** A seized amount with the bonus taken off again, from which the fee is reckoned. */
  withoutBonus(amount: bigint, bonusBps: bigint): bigint;
  /** The debt that a capped amount of collateral pays for. */
  debtPaidFor(amount: bigint, bonusBps: bigint): bigint;
  protocolFee(bonus: bigint, feeBps: bigint): bigint;
  /** Whether the reserve's supply, and whether the whole account's collateral, are gone after a liquidation. */
  emptied(taken: TakenCollateral): { readonly reserve: boolean; readonly account: boolean };
}

/**
 * Aave v3.6, POOL_REVISION 10 (GenericLogic, LiquidationLogic, TokenMath, MathUtils of @aave-dao/aave-v3-origin 3.6.0;
 * docs/3.6/Aave-v3.6-features.md). Balances round against the account since v3.5, a debt is never worth 0; a category
 * replaces threshold and LTV whole, whatever the reserve's own are; health doesn't go through the floored average.
 */
export const AAVE_V3_6_RULES: AaveV3Rules = {
  supplyBalance: rayMulFloor,
  scaledSupplyMinted: rayDivFloor,
  scaledSupplyBurnt: rayDivCeil,
  debtBalance: rayMulCeil,
  scaledDebtMinted: rayDivCeil,
  scaledDebtBurnt: rayDivFloor,
  debtBase: (amount, priceBase, unit) => divCeil(amount * priceBase, unit),
  compoundedInterest,
  legTerms: (reserve, _entered, member) => ({
    countsAsCollateral: true,
    ltvBps: member === undefined ? reserve.ltvBps : memberLtvBps(reserve, member),
    liquidationThresholdBps: (member ?? reserve).liquidationThresholdBps,
  }),
  healthFactorWad: ({ thresholdWeight, totalDebtBase }) =>
    wadDiv(thresholdWeight, totalDebtBase) / PERCENTAGE_FACTOR_BPS,
  borrowableBase: percentMulFloor,
  refusesSelfLiquidation: true,
  needsThresholdToLiquidate: false,
  withBonus: percentMul,
  withoutBonus: percentDiv,
  debtPaidFor: percentDivCeil,
  protocolFee: percentMul,
  emptied: emptiedByAmount,
};

/** A category's LTV for one of its members, which may be marked to lend nothing. */
export function memberLtvBps(reserve: AaveReserve, member: AaveEMode): bigint {
  return member.ltvZeroAssets?.includes(reserve.asset) === true ? 0n : member.ltvBps;
}

/** Up to v3.6 both questions are asked of token units and of their value, before the tokens round. */
export function emptiedByAmount(taken: TakenCollateral): ReturnType<AaveV3Rules['emptied']> {
  const amount = taken.toLiquidator + taken.protocolFee;
  return {
    reserve: amount === taken.balance,
    account: (amount * taken.priceBase) / taken.unit === taken.totalCollateralBase,
  };
}
