import type { AaveAccount, AaveEMode, AavePosition, AaveReserve } from '../aave/account.js';
import { checkAccount } from '../aave/checkAccount.js';
import type { AaveAccountFailure, AaveResult } from '../aave/failures.js';
import { MAX_UINT256 } from '../aave/limits.js';
import type { WeighedPosition } from '../aave/weighedPosition.js';
import { checkParameters } from './checkParameters.js';
import type { AaveV3Rules } from './rules.js';

/**
 * The legs that count towards an account's health, each valued and rounded on its own as GenericLogic does. A leg that
 * is neither collateral nor debt is left out, so it needs no price.
 */
export function weighPositions(
  rules: AaveV3Rules,
  account: AaveAccount,
): AaveResult<readonly WeighedPosition[], AaveAccountFailure> {
  const invalid = checkAccount(account) ?? checkParameters(account);
  if (invalid !== undefined) return { ok: false, failure: invalid };
  const reserves = new Map(account.reserves.map((reserve) => [reserve.asset, reserve]));
  const weighed: WeighedPosition[] = [];
  for (const position of account.positions) {
    const reserve = reserves.get(position.asset);
    if (reserve === undefined) return { ok: false, failure: { code: 'UnknownReserve', asset: position.asset } };
    if (!position.usedAsCollateral && position.scaledVariableDebt === 0n) continue;
    const leg = weighPosition(rules, position, reserve, enteredEMode(account));
    if (!leg.ok) return leg;
    weighed.push(leg.value);
  }
  return { ok: true, value: weighed };
}

/** The category the account is in; category 0 means none. */
export function enteredEMode<EMode extends AaveEMode>(account: {
  readonly eMode?: EMode | undefined;
}): EMode | undefined {
  return account.eMode === undefined || account.eMode.category === 0 ? undefined : account.eMode;
}

/** The entered category, when it lists the asset as collateral. */
export function memberEMode<EMode extends AaveEMode>(asset: string, entered: EMode | undefined): EMode | undefined {
  return entered?.collateralAssets?.includes(asset) === true ? entered : undefined;
}

function weighPosition(
  rules: AaveV3Rules,
  position: AavePosition,
  reserve: AaveReserve,
  entered: AaveEMode | undefined,
): AaveResult<WeighedPosition, AaveAccountFailure> {
  const { asset, priceBase } = reserve;
  if (priceBase === undefined || priceBase <= 0n) {
    return { ok: false, failure: { code: 'MissingPrice', asset, foundBase: priceBase } };
  }
  const { countsAsCollateral, ...terms } = rules.legTerms(reserve, entered, memberEMode(asset, entered));
  const counts = position.usedAsCollateral && countsAsCollateral;
  const supply = counts ? rules.supplyBalance(position.scaledSupply, reserve.liquidityIndexRay) : 0n;
  const debt = rules.debtBalance(position.scaledVariableDebt, reserve.variableBorrowIndexRay);
  if (supply * priceBase > MAX_UINT256 || debt * priceBase > MAX_UINT256) {
    return { ok: false, failure: { code: 'ArithmeticOverflow', quantity: `the value of ${asset}` } };
  }
  const unit = 10n ** BigInt(reserve.decimals);
  const collateralBase = (supply * priceBase) / unit;
  const debtBase = rules.debtBase(debt, priceBase, unit);
  return { ok: true, value: { asset, priceBase, pricedByEMode: false, collateralBase, debtBase, ...terms } };
}
