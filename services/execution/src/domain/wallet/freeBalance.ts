import { type Decimal, subDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { AccountRow, DeskRow, ExecutionState } from '../executionState.js';
import { balanceKey, ownedKey, portfolioKey } from '../rowKeys.js';
import type { Spend } from './spend.js';

/** What an account holds of a spot instrument less what is set aside; exact. */
export function freeBalance(
  state: ExecutionState,
  desk: DeskRow,
  accountId: string,
  instrumentId: string,
  setAside: readonly Spend[],
): Decimal {
  const held = state.balances.get(balanceKey(desk.rootKey, accountId, instrumentId)) ?? ZERO_DECIMAL;
  return setAside
    .filter((spend) => spend.accountId === accountId && spend.instrumentId === instrumentId)
    .reduce((free, { amount }) => subDecimal(free, amount), held);
}

/** Those that are traded here: what is watched is hedged in them, and no order touches it. */
export function tradedAccounts(state: ExecutionState, desk: DeskRow, portfolioId: string): readonly AccountRow[] {
  return accountsWithin(state, desk, portfolioId).filter(({ observed }) => !observed);
}

/** The accounts of a portfolio and of those beneath it: its own first, in the order of attaching. */
export function accountsWithin(state: ExecutionState, desk: DeskRow, portfolioId: string): readonly AccountRow[] {
  const row = state.portfolios.get(portfolioKey(desk.tenant, portfolioId));
  if (row === undefined) return [];
  const own = row.accountIds.flatMap((id) => state.accounts.get(ownedKey(desk.rootKey, id)) ?? []);
  return [...own, ...row.childIds.flatMap((childId) => accountsWithin(state, desk, childId))];
}
