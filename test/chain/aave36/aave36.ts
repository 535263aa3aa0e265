import type { AaveVersion } from '../aave/aaveVersion.ts';
import { type Market, reserveOf } from '../aave/market.ts';
import { errorName, readAll, write } from '../contracts.ts';
import type { LocalChain } from '../localChain.ts';
import { aave36Artifacts } from './aave36Artifacts.ts';
import { compareOwnRefusals } from './compareOwnRefusals.ts';
import { deployMarket } from './deployMarket.ts';
import { readCategories } from './readCategories.ts';

/** Aave v3.6, compiled from its package; it reverts with custom errors. */
export const aave36: AaveVersion = {
  rulesetId: 'aave-v3.6',
  artifacts: aave36Artifacts,
  deployMarket: (chain, shelf, random) => deployMarket(aave36, chain, shelf, random),
  readCategories,
  readGracePeriods,
  revertNames: {
    HealthFactorNotBelowThreshold: 'HealthFactorNotBelowThreshold',
    CollateralCannotBeLiquidated: 'CollateralCannotBeLiquidated',
    DebtNotBorrowed: 'SpecifiedCurrencyNotBorrowedByUser',
    AmountBurnsNothing: 'InvalidBurnAmount',
    MustNotLeaveDust: 'MustNotLeaveDust',
    SelfLiquidation: 'SelfLiquidation',
    ReservePaused: 'ReservePaused',
    ReserveInactive: 'ReserveInactive',
    LiquidationGracePeriod: 'LiquidationGraceSentinelCheckFailed',
  },
  revertName: ({ shelf }, { reason, data }) => errorName(shelf('Errors').abi, data) ?? reason,
  changeParameters,
  compareOwnRefusals,
};

async function readGracePeriods(chain: LocalChain, market: Market): Promise<readonly bigint[]> {
  const calls = market.reserves.map(({ token }) => ({
    contract: market.pool,
    name: 'getLiquidationGracePeriod',
    args: [token.address],
  }));
  return (await readAll(chain, calls)).map((until) => BigInt(until as number));
}

/**
 * LTV 0 outside categories and inside one, a member taken out of its category, and thresholds cut: what governance does
 * to accounts that are already open.
 */
async function changeParameters(chain: LocalChain, market: Market): Promise<void> {
  const configure = (name: string, symbol: string, ...args: readonly unknown[]) =>
    write(chain, market.admin, {
      contract: market.configurator,
      name,
      args: [reserveOf(market, symbol).token.address, ...args],
    });
  await configure('setReserveLtvzero', 'DAI', true);
  await configure('setAssetLtvzeroInEMode', 'USDC', 1, true);
  await configure('setAssetCollateralInEMode', 'wstETH', 2, false);
  await configure('configureReserveAsCollateral', 'WBTC', 7011, 7503, 10571);
}
