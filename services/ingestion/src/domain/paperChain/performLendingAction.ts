import {
  LendingAction as LendingActionKind,
  type LendingPositionObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  accountInputs,
  type AavePosition,
  type AaveRuleset,
  baseCurrencyOf,
  describeAaveFailure,
  isMarginRulesetId,
  type LendingBook,
  lendingAccountKey,
  marginRulesets,
  percentDiv,
  reserveKey,
  WAD,
} from '@gimbal/margin';
import type { LendingAction } from './lendingAction.js';

export type LendingOutcome =
  { readonly ok: true; readonly position: LendingPositionObserved } | { readonly ok: false; readonly reason: string };

/**
 * What the lending protocol answers to an action, in its own integers (Aave: SupplyLogic, BorrowLogic,
 * ValidationLogic; roundings by the reserve's ruleset). A repayment takes at most the debt; one that finds no debt moves nothing and is done.
 */
export function performLendingAction(book: LendingBook, action: LendingAction, atUs: bigint): LendingOutcome {
  const { deployment, asset } = action;
  const reserve = book.reserves.get(reserveKey(deployment, asset));
  const state = book.states.get(reserveKey(deployment, asset));
  if (reserve === undefined || state === undefined) {
    return { ok: false, reason: `Expected ${asset} to be a reserve of ${deployment} with known indexes, was not.` };
  }
  const ruleset = isMarginRulesetId(reserve.ruleset) ? marginRulesets[reserve.ruleset] : undefined;
  if (ruleset === undefined) {
    const known = Object.keys(marginRulesets).join(', ');
    return { ok: false, reason: `Expected a ruleset of ${known} for ${asset}, was "${reserve.ruleset}".` };
  }
  const held = positionOf(book, action);
  switch (action.action) {
    case 'SUPPLY': {
      const minted = ruleset.scaledSupplyMinted(action.amount, state.liquidityIndexRay);
      const usedAsCollateral = held.usedAsCollateral || (held.scaledSupply === 0n && reserve.ltvBps > 0n);
      const position = { ...held, scaledSupply: held.scaledSupply + minted, usedAsCollateral };
      return observed(action, position, LendingActionKind.LENDING_ACTION_SUPPLY, action.amount, atUs);
    }
    case 'BORROW': {
      const refusal = borrowRefusal(book, ruleset, action, reserve.decimals);
      if (refusal !== undefined) return { ok: false, reason: refusal };
      const minted = ruleset.scaledDebtMinted(action.amount, state.variableBorrowIndexRay);
      const position = { ...held, scaledVariableDebt: held.scaledVariableDebt + minted };
      return observed(action, position, LendingActionKind.LENDING_ACTION_BORROW, action.amount, atUs);
    }
    case 'REPAY': {
      const owed = ruleset.debtBalance(held.scaledVariableDebt, state.variableBorrowIndexRay);
      const paid = action.amount < owed ? action.amount : owed;
      const burnt =
        paid === owed ? held.scaledVariableDebt : ruleset.scaledDebtBurnt(paid, state.variableBorrowIndexRay);
      const position = { ...held, scaledVariableDebt: held.scaledVariableDebt - burnt };
      return observed(action, position, LendingActionKind.LENDING_ACTION_REPAY, paid, atUs);
    }
  }
}

/** Why the contract would revert the borrowing: health first, then the collateral that the new debt needs. */
function borrowRefusal(
  book: LendingBook,
  ruleset: AaveRuleset,
  action: LendingAction,
  decimals: number,
): string | undefined {
  const { deployment, accountId, asset, amount } = action;
  const inputs = accountInputs(book, deployment, accountId);
  if (!inputs.ok) return `Expected collateral of ${accountId} in ${deployment} before it borrows, found none.`;
  const data = ruleset.userAccountData(inputs.value.account);
  if (!data.ok) return describeAaveFailure(data.failure);
  const { healthFactorWad, ltvBps, totalCollateralBase, totalDebtBase } = data.value;
  if (healthFactorWad <= WAD) return `Expected a health factor above 10^18 to borrow, was ${healthFactorWad}.`;
  const price = book.prices.get(book.reserves.get(reserveKey(deployment, asset))?.oracleFeed ?? '');
  if (price === undefined) return `Expected a price for ${asset}, found none.`;
  const unit = 10n ** BigInt(decimals) * 10n ** BigInt(price.decimals);
  const baseUnit = 10n ** BigInt(baseCurrencyOf(inputs.value.ruleset).decimals);
  const borrowedBase = (price.answer * amount * baseUnit) / unit;
  const needed = ltvBps === 0n ? undefined : percentDiv(totalDebtBase + borrowedBase, ltvBps);
  if (needed !== undefined && needed <= totalCollateralBase) return undefined;
  return `Expected collateral of ${needed ?? 'a reserve that can be borrowed against'} for this debt, was ${totalCollateralBase}.`;
}

function positionOf(book: LendingBook, action: LendingAction): AavePosition {
  const account = book.accounts.get(lendingAccountKey(action.deployment, action.accountId));
  return (
    account?.positions.find((position) => position.asset === action.asset) ?? {
      asset: action.asset,
      scaledSupply: 0n,
      scaledVariableDebt: 0n,
      usedAsCollateral: false,
    }
  );
}

function observed(
  action: LendingAction,
  position: AavePosition,
  kind: LendingActionKind,
  amount: bigint,
  observedAtUs: bigint,
): LendingOutcome {
  return {
    ok: true,
    position: {
      accountId: action.accountId,
      deployment: action.deployment,
      asset: position.asset,
      scaledSupply: position.scaledSupply.toString(),
      scaledVariableDebt: position.scaledVariableDebt.toString(),
      usedAsCollateral: position.usedAsCollateral,
      action: kind,
      amount: amount.toString(),
      cause: action.id,
      observedAtUs,
    },
  };
}
