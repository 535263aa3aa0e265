import { compareDecimal, type Decimal } from '@gimbal/money';
import type { DeskRow, ExecutionState } from '../executionState.js';
import { freeBalance, tradedAccounts } from './freeBalance.js';
import type { Spend } from './spend.js';

export interface Wallet {
  readonly accountId: string;
  readonly chain: string;
  readonly free: Decimal;
}

/**
 * The wallet on `chain` that holds most of an instrument, the first attached among equals; undefined without a wallet.
 * Nor does a watched wallet, of which no order may take anything. Balances at venues don't count: a short perp's proceeds are margin there, and can't repay a loan.
 */
export function richestWallet(
  state: ExecutionState,
  desk: DeskRow,
  portfolioId: string,
  chain: string,
  instrumentId: string,
  setAside: readonly Spend[],
): Wallet | undefined {
  return tradedAccounts(state, desk, portfolioId)
    .filter((account) => account.venue === 'wallet' && account.chain === chain)
    .map(({ accountId }) => ({ accountId, chain, free: freeBalance(state, desk, accountId, instrumentId, setAside) }))
    .reduce<Wallet | undefined>(
      (best, wallet) => (best === undefined || compareDecimal(wallet.free, best.free) > 0 ? wallet : best),
      undefined,
    );
}
