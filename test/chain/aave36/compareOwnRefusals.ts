import type { LiquidationRequest } from '@gimbal/margin';
import type { OwnRefusalScene } from '../aave/aaveVersion.ts';
import { compareLiquidation } from '../aave/compareLiquidations.ts';
import { type AccountFacts, readAccounts } from '../aave/readAccount.ts';
import { type MarketFacts, readMarket } from '../aave/readReserves.ts';
import { reserveOf } from '../aave/market.ts';
import { write } from '../contracts.ts';
import type { Hex } from '../localChain.ts';
import { newPerson } from '../people.ts';
import { compare } from '../tally.ts';

const GRACE_SECONDS = 3_600;
const SOON_SECONDS = 12n;

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
  const attempt = async (who: Hex, expected: string | undefined, at?: (facts: MarketFacts) => bigint) => {
    const facts = await readMarket(chain, market);
    const atSeconds = at === undefined ? facts.atSeconds + SOON_SECONDS : at(facts);
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
  await attempt(account.address, 'SelfLiquidation');
  await pause(true);
  await attempt(liquidator, 'ReservePaused');
  await pause(false, GRACE_SECONDS);
  const graceEnds = ({ reserves }: MarketFacts): bigint =>
    reserves.find(({ symbol }) => symbol === debt.asset)?.reserve.liquidationGraceUntilSeconds ?? 0n;
  await attempt(liquidator, 'LiquidationGracePeriod');
  await attempt(liquidator, 'LiquidationGracePeriod', graceEnds);
  // One second later it is another check's turn, or nobody's.
  await attempt(liquidator, undefined, (facts) => graceEnds(facts) + 1n);
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
