import { lendingAccountKey } from '@gimbal/margin';
import { instrumentTraits } from '../exposure/instrumentTraits.js';
import type { AccountRow, RiskState } from '../riskState.js';

/** Whether the account is attached to a deployment where its scaled balances are told as lending positions. */
export function hasLendingPath({ lending }: RiskState, { deployment, accountId }: AccountRow): boolean {
  return deployment !== '' && lending.accounts.get(lendingAccountKey(deployment, accountId)) !== undefined;
}

/**
 * A scaled balance at such a deployment is told twice, here and by `LendingPositionObserved`, and the latter counts: it
 * has the indexes, the collateral flag and the health. A balance at another deployment is told here alone, and is a leg
 * at the mark of its instrument.
 */
export function isOfLendingPath(
  { deployment }: AccountRow,
  { instrumentId }: { readonly instrumentId: string },
): boolean {
  const { instrument } = instrumentTraits(instrumentId);
  return instrument?.kind === 'lending' && `${instrument.protocol}:${instrument.chain}` === deployment;
}
