import type { AccountRow, DeskRow, ExecutionState } from '../executionState.js';
import { accountsWithin } from './freeBalance.js';

/** What was found in the place of an account that may be traded, for a reason: watched ones by name, or none. */
export function watchedInstead(
  state: ExecutionState,
  desk: DeskRow,
  portfolioId: string,
  isWanted: (account: AccountRow) => boolean,
): string {
  const watched = accountsWithin(state, desk, portfolioId).filter((account) => account.observed && isWanted(account));
  if (watched.length === 0) return 'found none attached.';
  return `found ${watched.map(({ accountId }) => accountId).join(', ')}, which is watched and not traded here.`;
}
