import type { AaveAccount, AaveEMode, AavePosition, AaveReserve } from '../aave/account.js';
import { checkAccount } from '../aave/checkAccount.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { MAX_UINT256 } from '../aave/limits.js';
import type { WeighedPosition } from '../aave/weighedPosition.js';
import { balanceFromScaled } from './scaledAmounts.js';

/**
 * The legs that count towards an account's health, each valued and floored on its own as GenericLogic of v3.0 does.
 * A leg that is neither collateral nor debt is left out, so it needs no price.
 */
export function weighPositions(account: AaveAccount): AaveResult<readonly WeighedPosition[], AaveAccountFailure> {
  const invalid = checkAccount(account);
  if (invalid !== undefined) return { ok: false, failure: invalid };
  const reserves = new Map(account.reserves.map((reserve) => [reserve.asset, reserve]));
  const weighed: WeighedPosition[] = [];
  for (const position of account.positions) {
    const reserve = reserves.get(position.asset);
    if (reserve === undefined) return { ok: false, failure: { code: 'UnknownReserve', asset: position.asset } };
    if (!position.usedAsCollateral && position.scaledVariableDebt === 0n) continue;
    const leg = weighPosition(position, reserve, account.eMode);
    if (!leg.ok) return leg;
    weighed.push(leg.value);
  }
  return { ok: true, value: weighed };
}

/** Whether an asset follows the category its account has entered; category 0 means none. */
export function isInEModeCategory(reserve: AaveReserve, eMode: AaveEMode | undefined): eMode is AaveEMode {
  return eMode !== undefined && eMode.category !== 0 && reserve.eModeCategory === eMode.category;
}

function weighPosition(
  position: AavePosition,
  reserve: AaveReserve,
  eMode: AaveEMode | undefined,
): AaveResult<WeighedPosition, AaveAccountFailure> {
  const inCategory = isInEModeCategory(reserve, eMode);
  const categoryPriceBase = inCategory ? (eMode.priceBase ?? 0n) : 0n;
  const pricedByEMode = categoryPriceBase !== 0n;
  const priceBase = pricedByEMode ? categoryPriceBase : reserve.priceBase;
  if (priceBase === undefined || priceBase <= 0n) {
    return { ok: false, failure: { code: 'MissingPrice', asset: reserve.asset, foundBase: priceBase } };
  }
  const counts = position.usedAsCollateral && reserve.liquidationThresholdBps !== 0n;
  const supplyWeight = counts ? balanceFromScaled(position.scaledSupply, reserve.liquidityIndexRay) * priceBase : 0n;
  const debtWeight = balanceFromScaled(position.scaledVariableDebt, reserve.variableBorrowIndexRay) * priceBase;
  if (supplyWeight > MAX_UINT256 || debtWeight > MAX_UINT256) {
    return { ok: false, failure: { code: 'ArithmeticOverflow', quantity: `the value of ${reserve.asset}` } };
  }
  const unit = 10n ** BigInt(reserve.decimals);
  return {
    ok: true,
    value: {
      asset: reserve.asset,
      priceBase,
      pricedByEMode,
      collateralBase: supplyWeight / unit,
      debtBase: debtWeight / unit,
      // A reserve whose own LTV is 0 lends nothing, whatever its category says.
      ltvBps: inCategory && reserve.ltvBps !== 0n ? eMode.ltvBps : reserve.ltvBps,
      liquidationThresholdBps: inCategory ? eMode.liquidationThresholdBps : reserve.liquidationThresholdBps,
    },
  };
}
