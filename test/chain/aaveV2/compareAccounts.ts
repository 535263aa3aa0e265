import { aaveV2, type AaveUserAccountData, type AaveV2Account, describeAaveFailure } from '@gimbal/margin';
import type { Hex, LocalChain } from '../localChain.ts';
import { compare, type Tally } from '../tally.ts';
import type { Market } from './market.ts';
import { accountAt, readAccounts } from './readAccounts.ts';
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

/** Compares our indices, stable debts and every account's data with the contracts' at the latest block. */
export async function compareAccounts(
  chain: LocalChain,
  market: Market,
  addresses: readonly Hex[],
  moment: string,
  tally: Tally,
): Promise<void> {
  const facts = await readMarket(chain, market);
  const reserves = reservesAt(facts, facts.atSeconds);
  for (const [i, { symbol, normalizedIncomeRay, normalizedVariableDebtRay }] of facts.reserves.entries()) {
    const { liquidityIndexRay, variableBorrowIndexRay } = reserves[i]!;
    compare(tally, `${moment}, ${symbol} liquidity index`, normalizedIncomeRay, liquidityIndexRay);
    compare(tally, `${moment}, ${symbol} borrow index`, normalizedVariableDebtRay, variableBorrowIndexRay);
  }
  for (const account of await readAccounts(chain, market, addresses)) {
    const where = `${moment}, ${account.address}`;
    const ours = accountAt(account, facts, facts.atSeconds);
    for (const [i, { balance }] of account.stableDebts.entries()) {
      if (balance === 0n) continue;
      const { asset, stableDebt = 0n } = ours.positions[i]!;
      compare(tally, `${where} ${asset} stable debt`, balance, stableDebt);
    }
    compareAccountData(tally, where, account.accountData, ours);
  }
}

/** Six comparisons: what the pool said of an account, and what we make of its facts. */
export function compareAccountData(
  tally: Tally,
  where: string,
  onChain: readonly bigint[],
  account: AaveV2Account,
): void {
  const ours = aaveV2.userAccountData(account);
  if (!ours.ok) return compare(tally, where, 'a value', describeAaveFailure(ours.failure));
  for (const [i, field] of FIELDS.entries()) compare(tally, `${where} ${field}`, onChain[i] ?? -1n, ours.value[field]);
}
