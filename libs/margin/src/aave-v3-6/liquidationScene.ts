import type { AavePosition, AaveUserAccountData, LiquidatableAccount, LiquidatableReserve } from '../aave/account.js';
import { checkBps } from '../aave/checkBps.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { BPS_MAX, PERCENTAGE_FACTOR_BPS } from '../aave/limits.js';
import type { LiquidationRequest } from '../aave/liquidation.js';
import type { AaveV3Rules } from './rules.js';
import { userAccountData } from './userAccountData.js';
import { enteredEMode, memberEMode } from './weighPositions.js';

/** One side of a liquidation: the reserve, what the account has in it, and what that is worth. */
export interface LiquidationSide {
  readonly reserve: LiquidatableReserve;
  readonly position: AavePosition;
  /** Supply of the collateral, debt of the debt: token units. */
  readonly balance: bigint;
  readonly priceBase: bigint;
  readonly unit: bigint;
  readonly balanceBase: bigint;
}

/** Everything that the steps of a liquidation read. */
export interface LiquidationScene {
  readonly account: LiquidatableAccount;
  readonly request: LiquidationRequest;
  readonly data: AaveUserAccountData;
  readonly collateral: LiquidationSide;
  readonly debt: LiquidationSide;
  readonly bonusBps: bigint;
}

/** Values the account and both sides, or says why they have no value. */
export function liquidationScene(
  rules: AaveV3Rules,
  account: LiquidatableAccount,
  request: LiquidationRequest,
): AaveResult<LiquidationScene, AaveAccountFailure> {
  const collateralReserve = account.reserves.find(({ asset }) => asset === request.collateralAsset);
  const debtReserve = account.reserves.find(({ asset }) => asset === request.debtAsset);
  if (collateralReserve === undefined) return unknownReserve(request.collateralAsset);
  if (debtReserve === undefined) return unknownReserve(request.debtAsset);
  const data = userAccountData(rules, account);
  if (!data.ok) return data;
  const collateral = sideOf(rules, account, collateralReserve, 'collateral');
  if (!collateral.ok) return collateral;
  const debt = sideOf(rules, account, debtReserve, 'debt');
  if (!debt.ok) return debt;
  const member = memberEMode(collateralReserve.asset, enteredEMode(account));
  const bonusBps = (member ?? collateralReserve).liquidationBonusBps;
  const feeBps = collateralReserve.liquidationProtocolFeeBps;
  const invalid =
    checkBps(collateralReserve.asset, 'liquidationBonusBps', bonusBps, 0n, BPS_MAX) ??
    checkBps(collateralReserve.asset, 'liquidationProtocolFeeBps', feeBps, 0n, PERCENTAGE_FACTOR_BPS);
  if (invalid !== undefined) return { ok: false, failure: invalid };
  return {
    ok: true,
    value: { account, request, data: data.value, collateral: collateral.value, debt: debt.value, bonusBps },
  };
}

/** The account's own position in an asset, or the empty one. */
export function positionIn(account: LiquidatableAccount, asset: string): AavePosition {
  const nothing = { asset, scaledSupply: 0n, scaledVariableDebt: 0n, usedAsCollateral: false };
  return account.positions.find((position) => position.asset === asset) ?? nothing;
}

function sideOf(
  rules: AaveV3Rules,
  account: LiquidatableAccount,
  reserve: LiquidatableReserve,
  side: 'collateral' | 'debt',
): AaveResult<LiquidationSide, AaveAccountFailure> {
  const { asset, priceBase } = reserve;
  if (priceBase === undefined || priceBase <= 0n) {
    return { ok: false, failure: { code: 'MissingPrice', asset, foundBase: priceBase } };
  }
  const position = positionIn(account, asset);
  const unit = 10n ** BigInt(reserve.decimals);
  const balance =
    side === 'collateral'
      ? rules.supplyBalance(position.scaledSupply, reserve.liquidityIndexRay)
      : rules.debtBalance(position.scaledVariableDebt, reserve.variableBorrowIndexRay);
  const balanceBase = side === 'collateral' ? (balance * priceBase) / unit : rules.debtBase(balance, priceBase, unit);
  return { ok: true, value: { reserve, position, balance, priceBase, unit, balanceBase } };
}

function unknownReserve(asset: string): AaveResult<never, AaveAccountFailure> {
  return { ok: false, failure: { code: 'UnknownReserve', asset } };
}
