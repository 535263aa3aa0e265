import type { AaveAccount, AaveEMode, AaveReserve } from '../aave/account.js';
import type { AaveAccountFailure } from '../aave/failures.js';
import { PERCENTAGE_FACTOR_BPS } from '../aave/limits.js';
import { percentMul } from '../aave/percentageMath.js';

interface CollateralTerms {
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps?: bigint | undefined;
}

/**
 * The first parameter that the pool's configurator refuses to set (PoolConfigurator: configureReserveAsCollateral and
 * setEModeCategory), or undefined. A health from such parameters would be one that no chain ever shows.
 */
export function checkParameters(account: AaveAccount): AaveAccountFailure | undefined {
  for (const reserve of account.reserves) {
    const failure = contradiction(reserve.asset, reserve);
    if (failure !== undefined) return failure;
  }
  const { eMode } = account;
  if (eMode === undefined || eMode.category === 0) return undefined;
  // A category without a threshold was never configured: nobody can enter it.
  if (eMode.liquidationThresholdBps === 0n) {
    return { code: 'UnknownEModeCategory', category: eMode.category, foundCategory: undefined };
  }
  return contradiction(`e-mode ${eMode.category}`, eMode);
}

function contradiction(of: string, terms: AaveReserve | (AaveEMode & CollateralTerms)): AaveAccountFailure | undefined {
  const { ltvBps, liquidationThresholdBps, liquidationBonusBps }: CollateralTerms = terms;
  const limitBps = PERCENTAGE_FACTOR_BPS;
  if (ltvBps > liquidationThresholdBps) {
    return refused(of, 'LtvAboveThreshold', ltvBps, liquidationThresholdBps);
  }
  // No collateral, no bonus: the configurator then asks for 0.
  if (liquidationBonusBps === undefined || liquidationThresholdBps === 0n) return undefined;
  if (liquidationBonusBps <= limitBps) return refused(of, 'BonusNotAboveOne', liquidationBonusBps, limitBps);
  const product = percentMul(liquidationThresholdBps, liquidationBonusBps);
  return product > limitBps ? refused(of, 'ThresholdTimesBonusAboveOne', product, limitBps) : undefined;
}

function refused(
  of: string,
  rule: Extract<AaveAccountFailure, { code: 'ContradictingParameters' }>['rule'],
  foundBps: bigint,
  limitBps: bigint,
): AaveAccountFailure {
  return { code: 'ContradictingParameters', of, rule, foundBps, limitBps };
}
