import type { LiquidationRequest } from '@gimbal/margin';
import type { OwnRefusalScene } from '../aave/aaveVersion.ts';
import { compareLiquidation } from '../aave/compareLiquidations.ts';
import { type AccountFacts, readAccounts } from '../aave/readAccount.ts';
import { readMarket } from '../aave/readReserves.ts';
import { reserveOf } from '../aave/market.ts';
import { write } from '../contracts.ts';
import type { Hex } from '../localChain.ts';
import { newPerson } from '../people.ts';
import { compare } from '../tally.ts';

const GRACE_SECONDS = 3_600;
/** Within the grace period, at its last second, and after it. */
const AHEAD_SECONDS = [60n, 3_500n] as const;

/**
 * What random liquidations don't meet: the borrower as its own liquidator, a paused reserve, and the grace period after
 * a pause. All of these come before the check of health, so any account with a debt will do.
 */
export async function compareOwnRefusals(scene: OwnRefusalScene): Promise<void> {
  const { chain, market, random, tally } = scene;
  const liquidator = await newPerson(chain, random);
  const account = await anyBorrower(scene);
  const debt = account.positions.find(({ scaledVariableDebt }) => scaledVariableDebt > 0n)!;
  const collateral = account.positions.find(({ usedAsCollateral }) => usedAsCollateral)!;
  const debtToken = reserveOf(market, debt.asset).token.address;
  const pause = (...args: readonly unknown[]) =>
    write(chain, market.admin, { contract: market.configurator, name: 'setReservePause', args: [debtToken, ...args] });
  const attempt = async (who: Hex, aheadSeconds: bigint, expected: string | undefined): Promise<void> => {
    const facts = await readMarket(chain, market);
    const atSeconds = facts.atSeconds + aheadSeconds;
    const request: LiquidationRequest = {
      debtAsset: debt.asset,
      collateralAsset: collateral.asset,
      debtToCover: 1_000n,
      atSeconds,
      isSelfLiquidation: who === account.address,
    };
    const counts = { executed: 0, withBadDebt: 0, refusals: new Map() };
    const met = await compareLiquidation({
      chain,
      market,
      facts,
      account,
      request,
      atSeconds,
      liquidator: who,
      tally,
      counts,
    });
    if (expected !== undefined) compare(tally, `a liquidation that meets ${expected}`, met ?? 'nothing', expected);
  };
  await attempt(account.address, 12n, 'SelfLiquidation');
  await pause(true);
  await attempt(liquidator, 12n, 'ReservePaused');
  await pause(false, GRACE_SECONDS);
  for (const ahead of AHEAD_SECONDS) await attempt(liquidator, ahead, 'LiquidationGracePeriod');
}

async function anyBorrower({ chain, market, addresses }: OwnRefusalScene): Promise<AccountFacts> {
  const accounts = await readAccounts(chain, market, addresses);
  const found = accounts.find(
    ({ positions }) =>
      positions.some(({ scaledVariableDebt }) => scaledVariableDebt > 0n) &&
      positions.some(({ usedAsCollateral }) => usedAsCollateral),
  );
  if (found === undefined) throw new Error('Expected an account with collateral and a debt, found none');
  return found;
}
