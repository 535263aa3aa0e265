import { aaveV2, type AaveV2Liquidation, type LiquidationRequest } from '@gimbal/margin';
import { setNextBlockSeconds } from '../clock.ts';
import { type ContractCall, eventsNamed, revertOf, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { compare, type Tally } from '../tally.ts';
import { compareAccountData } from './compareAccounts.ts';
import { type Market, reserveOf } from './market.ts';
import { fund } from './openAccounts.ts';
import { type AccountFacts, accountAt, readAccounts } from './readAccounts.ts';
import { type MarketFacts, readMarket, reservesAt } from './readReserves.ts';

/**
 * Numbers of v2's Errors library, by the name of our refusal. The pool calls its collateral manager by delegatecall and
 * drops the reason of what reverts in there, such as a token that has nothing to burn.
 */
const REVERT_NUMBER: Readonly<Record<string, string>> = {
  HealthFactorNotBelowThreshold: '42',
  CollateralCannotBeLiquidated: '43',
  DebtNotBorrowed: '44',
  AmountBurnsNothing: '23',
};
const MAX_UINT256 = 2n ** 256n - 1n;
const ATTEMPTS_PER_LIQUIDATION = 20;
/** Accounts looked at before one is chosen; all of a thousand would be read for minutes. */
const SAMPLE_ACCOUNTS = 30;
const PURSE_WHOLE_TOKENS = 10n ** 9n;
/** The transaction lands this long after the block it was predicted on, so that interest accrues in between. */
const PREDICTED_AHEAD_SECONDS = 12n;

/** How many went through, how many of them took stable debt, and how often each refusal was met. */
export interface LiquidationCounts {
  executed: number;
  ofStableDebt: number;
  readonly refusals: Map<string, number>;
}

/** Tries random liquidations until `wanted` more went through; predicted reverts must revert for the predicted reason. */
export async function compareLiquidations(
  chain: LocalChain,
  market: Market,
  addresses: readonly Hex[],
  wanted: number,
  random: SeededRandom,
  counts: LiquidationCounts,
  tally: Tally,
): Promise<void> {
  const liquidator = await newPerson(chain, random);
  for (const reserve of market.reserves) {
    await fund(chain, market, liquidator, reserve, PURSE_WHOLE_TOKENS * 10n ** BigInt(reserve.decimals));
  }
  const goal = counts.executed + wanted;
  for (let attempt = 0; attempt < wanted * ATTEMPTS_PER_LIQUIDATION && counts.executed < goal; attempt++) {
    const facts = await readMarket(chain, market);
    const account = await randomAccount(chain, market, addresses, random);
    const request = randomRequest(account, market, random);
    if (request === undefined) continue;
    const atSeconds = facts.atSeconds + PREDICTED_AHEAD_SECONDS;
    const outcome = await compareLiquidation({ chain, market, facts, account, request, atSeconds, liquidator, tally });
    if (typeof outcome === 'string') counts.refusals.set(outcome, (counts.refusals.get(outcome) ?? 0) + 1);
    else {
      counts.executed++;
      if (outcome.stableDebtBurnt > 0n) counts.ofStableDebt++;
    }
  }
}

/** Mostly one that can be liquidated, so that the refusals met are of every kind. */
async function randomAccount(
  chain: LocalChain,
  market: Market,
  addresses: readonly Hex[],
  random: SeededRandom,
): Promise<AccountFacts> {
  const sample = Array.from({ length: SAMPLE_ACCOUNTS }, () => random.pick(addresses));
  const accounts = await readAccounts(chain, market, sample);
  const unhealthy = accounts.filter(({ accountData }) => (accountData[5] ?? 0n) < 10n ** 18n);
  return random.pick(unhealthy.length > 0 && random.chance(0.75) ? unhealthy : accounts);
}

interface Scene {
  readonly chain: LocalChain;
  readonly market: Market;
  readonly facts: MarketFacts;
  readonly account: AccountFacts;
  readonly request: LiquidationRequest;
  readonly atSeconds: bigint;
  readonly liquidator: Hex;
  readonly tally: Tally;
}

/** Predicts one liquidation, then lets the chain decide: what was taken, or why it was refused. */
async function compareLiquidation(scene: Scene): Promise<AaveV2Liquidation | string> {
  const { chain, market, facts, account, request, atSeconds, liquidator, tally } = scene;
  const where = `liquidation of ${account.address} ${request.collateralAsset} for ${request.debtAsset}`;
  const predicted = aaveV2.liquidationCall(accountAt(account, facts, atSeconds), request);
  const call = liquidationTransaction(market, account.address, request);
  const reason = (await revertOf(chain, liquidator, call, atSeconds))?.reason;
  if (!predicted.ok) {
    const { code } = predicted.failure;
    compare(tally, where, reason ?? 'no revert', REVERT_NUMBER[code] ?? code);
    return code;
  }
  compare(tally, where, reason ?? 'no revert', 'no revert');
  if (reason !== undefined) return reason;
  await setNextBlockSeconds(chain, atSeconds);
  const logs = await write(chain, liquidator, call);
  const event = eventsNamed(logs, market.pool, 'LiquidationCall')[0]?.args ?? {};
  const { actualDebtToLiquidate, actualCollateralToLiquidator } = predicted.value;
  compare(tally, `${where}, debt`, event.debtToCover as bigint, actualDebtToLiquidate);
  compare(tally, `${where}, collateral`, event.liquidatedCollateralAmount as bigint, actualCollateralToLiquidator);
  await compareAfterwards(scene, where, predicted.value);
  return predicted.value;
}

/** Balances, collateral flags and the account data must be where we said they would be. */
async function compareAfterwards(scene: Scene, where: string, predicted: AaveV2Liquidation): Promise<void> {
  const { chain, market, account, tally } = scene;
  const facts = await readMarket(chain, market);
  const [after] = await readAccounts(chain, market, [account.address]);
  if (after === undefined) throw new Error('Expected the liquidated account to be read back, it was not');
  for (const [i, position] of after.positions.entries()) {
    const ours = predicted.newPositions[i]!;
    compare(tally, `${where}, ${position.asset} supply`, position.scaledSupply, ours.scaledSupply);
    compare(tally, `${where}, ${position.asset} debt`, position.scaledVariableDebt, ours.scaledVariableDebt);
    compare(tally, `${where}, ${position.asset} stable`, after.stableDebts[i]!.balance, ours.stableDebt ?? 0n);
    compare(tally, `${where}, ${position.asset} flag`, position.usedAsCollateral, ours.usedAsCollateral);
  }
  const ours = { reserves: reservesAt(facts, facts.atSeconds), positions: predicted.newPositions };
  compareAccountData(tally, `${where}, afterwards`, after.accountData, ours);
}

/** Mostly assets that the account has, sometimes any; everything, a part, or next to nothing of the debt. */
function randomRequest(account: AccountFacts, market: Market, random: SeededRandom): LiquidationRequest | undefined {
  const owed = account.positions.flatMap(({ asset, scaledVariableDebt }, i) => {
    const units = scaledVariableDebt + account.stableDebts[i]!.balance;
    return units > 0n ? [{ asset, units }] : [];
  });
  const held = account.positions.filter(({ usedAsCollateral }) => usedAsCollateral);
  if (owed.length === 0 || held.length === 0) return undefined;
  const anything = (): string => random.pick(market.reserves).symbol;
  const debt = random.pick(owed);
  const parts = [1n, 10n, 25n, 50n, 90n];
  return {
    debtAsset: random.chance(0.2) ? anything() : debt.asset,
    collateralAsset: random.chance(0.2) ? anything() : random.pick(held).asset,
    debtToCover: random.chance(0.4)
      ? 'max'
      : random.chance(0.15)
        ? random.bits(1)
        : (debt.units * random.pick(parts)) / 100n + random.bits(8),
  };
}

function liquidationTransaction(market: Market, user: Hex, request: LiquidationRequest): ContractCall {
  const debtToCover = request.debtToCover === 'max' ? MAX_UINT256 : request.debtToCover;
  const collateral = reserveOf(market, request.collateralAsset).token.address;
  const debt = reserveOf(market, request.debtAsset).token.address;
  return { contract: market.pool, name: 'liquidationCall', args: [collateral, debt, user, debtToCover, false] };
}
