import {
  accountInputs,
  describeAaveFailure,
  describeAccountInputsFailure,
  isMarginRulesetId,
  type LendingBook,
  lendingAccounts,
  marginRulesets,
} from '@gimbal/margin';

export interface OracleHeadroom {
  /**
   * Fall of the asset's price as a fraction, every other price as it is, at which the first account can be liquidated: 0
   * when one can be already, 1 when none could at any price; undefined without an account that holds or owes the asset.
   */
  readonly fall: number | undefined;
  /** Accounts that could not be asked, with the reason. */
  readonly missing: readonly string[];
}

/** The smallest fall over the deployment's accounts, each by the rules and integers of its market. */
export function oracleHeadroom(book: LendingBook, deployment: string, asset: string): OracleHeadroom {
  let fall: number | undefined;
  const missing: string[] = [];
  for (const account of lendingAccounts(book)) {
    if (account.deployment !== deployment || !account.positions.some((position) => position.asset === asset)) continue;
    const found = fallOfAccount(book, deployment, account.accountId, asset);
    if (typeof found === 'string') missing.push(`oracle_headroom: ${account.accountId}: ${found}`);
    else fall = Math.min(fall ?? 1, found);
  }
  return { fall, missing };
}

/** The fraction for one account, or why there is none. */
function fallOfAccount(book: LendingBook, deployment: string, accountId: string, asset: string): number | string {
  const inputs = accountInputs(book, deployment, accountId);
  if (!inputs.ok) return describeAccountInputsFailure(inputs.failure);
  const { account, ruleset } = inputs.value;
  if (!isMarginRulesetId(ruleset)) return `Expected a known ruleset, was ${ruleset}.`;
  const priceBase = account.reserves.find((reserve) => reserve.asset === asset)?.priceBase;
  if (priceBase === undefined || priceBase <= 0n) return `Expected a price of ${asset}, found none.`;
  const solved = marginRulesets[ruleset].liquidationPrice(account, asset);
  if (!solved.ok) {
    const { failure } = solved;
    if (failure.code === 'PricedByEMode')
      return `Expected a price of its own for ${asset}, its e-mode has one for all.`;
    return describeAaveFailure(failure);
  }
  switch (solved.value.kind) {
    case 'always':
      return 0;
    case 'never':
      return 1;
    case 'atOrBelow':
      return solved.value.priceBase >= priceBase ? 0 : 1 - Number(solved.value.priceBase) / Number(priceBase);
    case 'atOrAbove':
      // It owes more of the asset than it holds: a fall helps it.
      return solved.value.priceBase <= priceBase ? 0 : 1;
  }
}
