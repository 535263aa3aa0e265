import { type Liquidation, type LiquidationRequest, marginRulesets } from '@gimbal/margin';
import { setNextBlockSeconds } from '../clock.ts';
import { type ContractCall, eventsNamed, revertOf, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { compare, type Tally } from '../tally.ts';
import { compareAccountData } from './compareAccounts.ts';
import { type Market, type MarketReserve, reserveOf } from './market.ts';
import { fund } from './openAccounts.ts';
import { type AccountFacts, accountFor, readAccountData, readAccounts } from './readAccount.ts';
import { type MarketFacts, readMarket, reservesAt } from './readReserves.ts';

const MAX_UINT256 = 2n ** 256n - 1n;
const ATTEMPTS_PER_LIQUIDATION = 20;
/** Accounts looked at before one is chosen; all of a thousand would be read for minutes. */
const SAMPLE_ACCOUNTS = 30;
const PURSE_WHOLE_TOKENS = 10n ** 9n;
/** The transaction lands this long after the block it was predicted on, so that interest accrues in between. */
const PREDICTED_AHEAD_SECONDS = 12n;

/** How many went through, how many of them left a bad debt, and how often each refusal was met. */
export interface LiquidationCounts {
  executed: number;
  withBadDebt: number;
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
    const timed = { ...request, atSeconds };
    const scene = { chain, market, facts, account, request: timed, atSeconds, liquidator, tally, counts };
    const refusal = await compareLiquidation(scene);
    if (refusal === undefined) counts.executed++;
    else counts.refusals.set(refusal, (counts.refusals.get(refusal) ?? 0) + 1);
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
  const data = await readAccountData(chain, market, sample);
  const unhealthy = sample.filter((_, i) => (data[i]?.[5] ?? 0n) < 10n ** 18n);
  const chosen = random.pick(unhealthy.length > 0 && random.chance(0.75) ? unhealthy : sample);
  return (await readAccounts(chain, market, [chosen]))[0]!;
}

export interface Scene {
  readonly chain: LocalChain;
  readonly market: Market;
  readonly facts: MarketFacts;
  readonly account: AccountFacts;
  readonly request: LiquidationRequest;
  readonly atSeconds: bigint;
  readonly liquidator: Hex;
  readonly tally: Tally;
  readonly counts: LiquidationCounts;
}

/** Predicts one liquidation, then lets the chain decide: undefined when it went through, or the refusal. */
export async function compareLiquidation(scene: Scene): Promise<string | undefined> {
  const { chain, market, facts, account, request, atSeconds, liquidator, tally } = scene;
  const { rulesetId, revertNames, revertName } = market.version;
  const where = `liquidation of ${account.address} ${request.collateralAsset} for ${request.debtAsset}`;
  const before = accountFor(account, reservesAt(market, facts, atSeconds), facts);
  const predicted = marginRulesets[rulesetId].liquidationCall(before, request);
  const call = liquidationTransaction(market, account.address, request);
  const reverted = await revertOf(chain, liquidator, call, atSeconds);
  const reason = reverted === undefined ? 'no revert' : revertName(market, reverted);
  if (!predicted.ok) {
    const { code } = predicted.failure;
    compare(tally, where, reason, revertNames[code] ?? code);
    return code;
  }
  compare(tally, where, reason, 'no revert');
  if (reverted !== undefined) return reason;
  await setNextBlockSeconds(chain, atSeconds);
  const logs = await write(chain, liquidator, call);
  compareAmounts(scene, where, logs, predicted.value);
  compareBadDebt(scene, where, logs, predicted.value);
  await compareAfterwards(scene, where, predicted.value);
  return undefined;
}

/** What was burnt without being paid, reserve by reserve; versions before deficits send no such event. */
function compareBadDebt(
  { market, tally, counts }: Scene,
  where: string,
  logs: Awaited<ReturnType<typeof write>>,
  { badDebt = [] }: Liquidation,
): void {
  const booked = eventsNamed(logs, market.pool, 'DeficitCreated');
  compare(tally, `${where}, number of bad debts`, booked.length, badDebt.length);
  if (booked.length > 0) counts.withBadDebt++;
  for (const { args } of booked) {
    const { symbol } = market.reserves.find(({ token }) => sameAddress(args.debtAsset, token.address))!;
    const ours = badDebt.find(({ asset }) => asset === symbol);
    compare(tally, `${where}, bad debt in ${symbol}`, args.amountCreated as bigint, ours?.amount ?? 0n);
  }
}

function compareAmounts(
  { market, account, request, tally }: Scene,
  where: string,
  logs: Awaited<ReturnType<typeof write>>,
  predicted: Liquidation,
): void {
  const event = eventsNamed(logs, market.pool, 'LiquidationCall')[0]?.args ?? {};
  const { aToken } = reserveOf(market, request.collateralAsset);
  const fees = eventsNamed(logs, aToken, 'Transfer').filter(
    ({ args }) => sameAddress(args.from, account.address) && sameAddress(args.to, market.treasury),
  );
  const fee = fees.reduce((sum, { args }) => sum + (args.value as bigint), 0n);
  compare(tally, `${where}, debt`, event.debtToCover as bigint, predicted.actualDebtToLiquidate);
  const collateral = event.liquidatedCollateralAmount as bigint;
  compare(tally, `${where}, collateral`, collateral, predicted.actualCollateralToLiquidator);
  compare(tally, `${where}, protocol fee`, fee, predicted.protocolFee);
}

/** Scaled balances, collateral flags and the account data must be where we said they would be. */
async function compareAfterwards(scene: Scene, where: string, predicted: Liquidation): Promise<void> {
  const { chain, market, account, tally } = scene;
  const facts = await readMarket(chain, market);
  const [after] = await readAccounts(chain, market, [account.address]);
  if (after === undefined) throw new Error('Expected the liquidated account to be read back, it was not');
  for (const [i, position] of after.positions.entries()) {
    const ours = predicted.newPositions[i]!;
    compare(tally, `${where}, ${position.asset} supply`, position.scaledSupply, ours.scaledSupply);
    compare(tally, `${where}, ${position.asset} debt`, position.scaledVariableDebt, ours.scaledVariableDebt);
    compare(tally, `${where}, ${position.asset} flag`, position.usedAsCollateral, ours.usedAsCollateral);
  }
  const ours = { ...after, positions: predicted.newPositions };
  const reserves = reservesAt(market, facts, facts.atSeconds);
  compareAccountData(market, tally, `${where}, afterwards`, after.accountData, accountFor(ours, reserves, facts));
}

/** Mostly assets that the account has, sometimes any; everything, a part, or next to nothing of the debt. */
function randomRequest(account: AccountFacts, market: Market, random: SeededRandom): LiquidationRequest | undefined {
  const owed = account.positions.filter(({ scaledVariableDebt }) => scaledVariableDebt > 0n);
  const held = account.positions.filter(({ usedAsCollateral }) => usedAsCollateral);
  if (owed.length === 0 || held.length === 0) return undefined;
  const anything = (): string => random.pick<MarketReserve>(market.reserves).symbol;
  const debt = random.pick(owed);
  const parts = [1n, 10n, 50n, 90n, 100n];
  return {
    debtAsset: random.chance(0.25) ? anything() : debt.asset,
    collateralAsset: random.chance(0.25) ? anything() : random.pick(held).asset,
    debtToCover: random.chance(0.4)
      ? 'max'
      : random.chance(0.15)
        ? random.bits(1)
        : (debt.scaledVariableDebt * random.pick(parts)) / 100n + random.bits(8),
  };
}

function liquidationTransaction(market: Market, user: Hex, request: LiquidationRequest): ContractCall {
  const debtToCover = request.debtToCover === 'max' ? MAX_UINT256 : request.debtToCover;
  const collateral = reserveOf(market, request.collateralAsset).token.address;
  const debt = reserveOf(market, request.debtAsset).token.address;
  return {
    contract: market.pool,
    name: 'liquidationCall',
    args: [collateral, debt, user, debtToCover, false],
  };
}

function sameAddress(found: unknown, expected: Hex): boolean {
  return typeof found === 'string' && found.toLowerCase() === expected.toLowerCase();
}
