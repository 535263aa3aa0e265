import { type AaveAccount, type AaveUserAccountData, RAY } from '@gimbal/margin';

/** The account's figures by the rules of its protocol. */
export type AccountData = (
  account: AaveAccount,
) => { readonly ok: true; readonly value: AaveUserAccountData } | { readonly ok: false };

/** 2^160 of the smallest unit is more than any token has: what isn't enough by then never is. */
const DOUBLINGS_MAX = 160;

/**
 * The amount of `asset`, in token units, that brings the contract's own health factor to `targetHealthWad` when it is
 * supplied on top of what the account has there: 0n when it is there already, undefined when it can't be reached. The
 * supply is counted in whole scaled units, rounded down, so that no version of the pool mints less. The answer reaches
 * the target by the contract's integers; one unit less doesn't, unless a floored average made health jump in between.
 */
export function collateralForHealth(
  accountData: AccountData,
  account: AaveAccount,
  asset: string,
  targetHealthWad: bigint,
): bigint | undefined {
  const isEnough = (amount: bigint): boolean => {
    const data = accountData(withSupply(account, asset, amount));
    return data.ok && data.value.healthFactorWad >= targetHealthWad;
  };
  if (isEnough(0n)) return 0n;
  let enough = 1n;
  for (let doublings = 0; !isEnough(enough); doublings++) {
    if (doublings === DOUBLINGS_MAX) return undefined;
    enough *= 2n;
  }
  let tooLittle = enough / 2n;
  while (enough - tooLittle > 1n) {
    const middle = (tooLittle + enough) / 2n;
    if (isEnough(middle)) enough = middle;
    else tooLittle = middle;
  }
  return enough;
}

function withSupply(account: AaveAccount, asset: string, amount: bigint): AaveAccount {
  const indexRay = account.reserves.find((reserve) => reserve.asset === asset)?.liquidityIndexRay ?? RAY;
  const minted = (amount * RAY) / indexRay;
  return {
    ...account,
    positions: account.positions.map((position) =>
      position.asset === asset ? { ...position, scaledSupply: position.scaledSupply + minted } : position,
    ),
  };
}
