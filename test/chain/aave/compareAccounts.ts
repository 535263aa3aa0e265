import {
  type AaveUserAccountData,
  describeAaveFailure,
  type LiquidatableAccount,
  marginRulesets,
} from '@gimbal/margin';
import type { Hex, LocalChain } from '../localChain.ts';
import { compare, type Tally } from '../tally.ts';
import type { Market } from './market.ts';
import { accountFor, readAccounts } from './readAccount.ts';
import { readMarket, reservesAt } from './readReserves.ts';

/** The fields of `getUserAccountData` in the contract's order. */
const FIELDS = [
  'totalCollateralBase',
  'totalDebtBase',
  'availableBorrowsBase',
  'currentLiquidationThresholdBps',
  'ltvBps',
  'healthFactorWad',
] as const satisfies readonly (keyof AaveUserAccountData)[];

/** Compares our indices and every account's data with the pool's at the latest block. */
export async function compareAccounts(
  chain: LocalChain,
  market: Market,
  addresses: readonly Hex[],
  moment: string,
  tally: Tally,
): Promise<void> {
  const facts = await readMarket(chain, market);
  const reserves = reservesAt(market, facts, facts.atSeconds);
  for (const [i, { symbol, normalizedIncomeRay, normalizedVariableDebtRay }] of facts.reserves.entries()) {
    const { liquidityIndexRay, variableBorrowIndexRay } = reserves[i]!;
    compare(tally, `${moment}, ${symbol} liquidity index`, normalizedIncomeRay, liquidityIndexRay);
    compare(tally, `${moment}, ${symbol} borrow index`, normalizedVariableDebtRay, variableBorrowIndexRay);
  }
  for (const account of await readAccounts(chain, market, addresses)) {
    const where = `${moment}, ${account.address}`;
    compareAccountData(market, tally, where, account.accountData, accountFor(account, reserves, facts));
  }
}

/** Six comparisons: what the pool said of an account, and what we make of its facts. */
export function compareAccountData(
  market: Market,
  tally: Tally,
  where: string,
  onChain: readonly bigint[],
  account: LiquidatableAccount,
): void {
  const ours = marginRulesets[market.version.rulesetId].userAccountData(account);
  if (!ours.ok) return compare(tally, where, 'a value', describeAaveFailure(ours.failure));
  for (const [i, field] of FIELDS.entries()) compare(tally, `${where} ${field}`, onChain[i] ?? -1n, ours.value[field]);
}
