import { compareDecimal, formatDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { AccountRow, RiskState } from '../riskState.js';
import { accountKey, portfolioKey, positionKey } from '../rowKeys.js';

export interface Available {
  /** Exact, units of the asset. */
  readonly available: string;
  /** Empty when nothing is. */
  readonly availableAccountId: string;
}

/**
 * The most of a coin that one other account of the book holds: one on the chain of the account in need first, since what
 * is elsewhere has a bridge to cross; the first attached of two that hold the same.
 */
export function availableElsewhere(
  state: RiskState,
  basis: PortfolioBasis,
  { accountId, chain }: AccountRow,
  asset: string,
): Available {
  const held = basis.accounts.flatMap(({ account }) => {
    const key = accountKey(portfolioKey(account.tenant, account.portfolioId), account.accountId);
    const quantity = state.positions.get(positionKey(key, `spot:${asset}`))?.quantity ?? ZERO_DECIMAL;
    const counts = account.accountId !== accountId && compareDecimal(quantity, ZERO_DECIMAL) > 0;
    return counts ? [{ account, quantity }] : [];
  });
  const near = held.filter(({ account }) => account.chain === chain);
  const [most] = (near.length > 0 ? near : held).sort((a, b) => compareDecimal(b.quantity, a.quantity));
  return most === undefined
    ? { available: '0', availableAccountId: '' }
    : { available: formatDecimal(most.quantity), availableAccountId: most.account.accountId };
}
