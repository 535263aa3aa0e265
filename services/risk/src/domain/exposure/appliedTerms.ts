import type { AccountInputs } from '@gimbal/margin';

type Account = AccountInputs['account'];

/** What a reserve counts with in an account: its own terms, or those of the e-mode that the account has entered. */
export interface AppliedTerms {
  readonly thresholdBps: bigint;
  readonly thresholdOfEMode: boolean;
  readonly priceBase: bigint | undefined;
  readonly priceOfEMode: boolean;
}

export function appliedTerms({ eMode }: Account, reserve: Account['reserves'][number]): AppliedTerms {
  const { liquidationThresholdBps, priceBase, eModeCategory } = reserve;
  if (eMode === undefined || eMode.category === 0 || eMode.category !== eModeCategory) {
    return { thresholdBps: liquidationThresholdBps, thresholdOfEMode: false, priceBase, priceOfEMode: false };
  }
  const priceOfEMode = eMode.priceBase !== undefined && eMode.priceBase !== 0n;
  return {
    thresholdBps: eMode.liquidationThresholdBps,
    thresholdOfEMode: true,
    priceBase: priceOfEMode ? eMode.priceBase : priceBase,
    priceOfEMode,
  };
}
