/** A recorded total beside the one balance that may be all there is to it, both in whole units. */
export interface TotalAndBalance {
  readonly totalBase: bigint;
  readonly balance: bigint;
}

/** How far two accounts may be apart and still agree on a price; balances were read a few blocks after totals. */
const AGREEMENT = 1e-9;

/** Fewer accounts that agree might do so by chance. */
const AGREEING_MIN = 3;

/**
 * The price in base units for `unit` of an asset at the moment the totals were read, which the files don't state (their
 * prices are of another block, some 1e-4 apart): the one that most accounts agree on when their balance is taken for all
 * of their total. From the largest of them, where rounding weighs least. Undefined where fewer than three agree.
 */
export function agreedPrice(accounts: readonly TotalAndBalance[], unit: bigint): bigint | undefined {
  const sorted = accounts
    .filter(({ totalBase, balance }) => totalBase > 0n && balance > 0n)
    .map(({ totalBase, balance }) => ({ balance, totalBase, ratio: Number(totalBase) / Number(balance) }))
    .sort((one, other) => one.ratio - other.ratio);
  let best: { readonly agreeing: number; readonly account: TotalAndBalance } | undefined;
  let low = 0;
  let high = 0;
  for (const account of sorted) {
    while (sorted[low]!.ratio < account.ratio * (1 - AGREEMENT)) low++;
    while (high < sorted.length && sorted[high]!.ratio <= account.ratio * (1 + AGREEMENT)) high++;
    const agreeing = high - low;
    const isBetter =
      best === undefined ||
      agreeing > best.agreeing ||
      (agreeing === best.agreeing && account.balance > best.account.balance);
    if (isBetter) best = { agreeing, account };
  }
  if (best === undefined || best.agreeing < AGREEING_MIN) return undefined;
  const { totalBase, balance } = best.account;
  return (totalBase * unit + balance / 2n) / balance;
}
