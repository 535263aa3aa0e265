import type { AaveVersion } from '../aave/aaveVersion.ts';
import { artifactsOf } from '../artifacts.ts';
import { deployMarket } from './deployMarket.ts';
import { readCategories } from './readCategories.ts';

/** Aave v3.0 from the compiled contracts of its package; it reverts with numbers of its Errors library. */
export const aave30: AaveVersion = {
  rulesetId: 'aave-v3.0',
  artifacts: () => artifactsOf('@aave/core-v3/artifacts/contracts'),
  deployMarket: (chain, shelf, random) => deployMarket(aave30, chain, shelf, random),
  readCategories,
  readGracePeriods: () => Promise.resolve([]),
  revertNames: {
    HealthFactorNotBelowThreshold: '45',
    CollateralCannotBeLiquidated: '46',
    DebtNotBorrowed: '47',
    AmountBurnsNothing: '25',
  },
  revertName: (_market, { reason }) => reason,
};
