import { unheardReasons } from '@gimbal/contracts';
import type { Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import type { AccountRow, RiskState } from '../riskState.js';

const NOTHING: readonly Unvalued[] = [];

/** Observed accounts of which nobody knows now whether they still hold what was last said, with the reason. */
export function unheardPlaces({ feedDoubts }: RiskState, accounts: readonly AccountRow[]): readonly Unvalued[] {
  if (feedDoubts.size === 0) return NOTHING;
  return accounts.flatMap((account) => {
    if (!account.observed) return [];
    const { accountId } = account;
    return unheardReasons(feedDoubts, account).map((reason) => ({
      accountId,
      instrumentId: '',
      code: 'unheard_account',
      reason,
      valueKept: true,
    }));
  });
}
