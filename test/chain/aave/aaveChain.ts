import type { Hex, LocalChain } from '../localChain.ts';
import { passTime } from '../clock.ts';
import { seededRandom } from '../seededRandom.ts';
import { compare, newTally, type Tally } from '../tally.ts';
import { compareAccounts } from './compareAccounts.ts';
import { compareLiquidations, type LiquidationCounts } from './compareLiquidations.ts';
import type { AaveVersion } from './aaveVersion.ts';
import { movePrices } from './movePrices.ts';
import { openAccount, openLender } from './openAccounts.ts';

export interface AaveChainSize {
  readonly accounts: number;
  readonly liquidations: number;
  readonly seed: number;
}

const THIRTY_DAYS_SECONDS = 30n * 86_400n;

type PriceStep = readonly [name: string, usd: Readonly<Record<string, number>>];

/** What the prices do to the accounts, step by step; a market takes those of the assets that it lists. */
const PRICE_STEPS: readonly PriceStep[] = [
  ['a quiet day', { WETH: 1705.11223344, wstETH: 1961.5, WBTC: 29_871.1, USDC: 0.99987, DAI: 1.00021 }],
  ['the pool low', { WETH: 1590.00000001, wstETH: 1830.2, WBTC: 28_400.5, USDC: 1.0001, DAI: 0.9991 }],
];

/**
 * Prices under which to liquidate: a fall that half closes, a crash that closes wholly, a collapse that leaves less
 * collateral than the bonus wants, a rise for those who owe ETH.
 */
const LIQUIDATION_STEPS: readonly PriceStep[] = [
  ['the feed low', { WETH: 1557.996, wstETH: 1769.3, WBTC: 27_900.25, USDC: 1, DAI: 1.002 }],
  ['a crash', { WETH: 1183.3, wstETH: 1340, WBTC: 22_100, USDC: 1.0002, DAI: 1 }],
  ['a collapse', { WETH: 620.123, wstETH: 650.77, WBTC: 13_000.01, USDC: 1, DAI: 0.9999 }],
  ['a rise', { WETH: 2666.67, wstETH: 3010.1, WBTC: 45_123.9, USDC: 0.9951, DAI: 1.01 }],
];

/** Random accounts and liquidations on the contracts of one version of Aave, compared to the wei with libs/margin. */
export async function aaveChain(
  version: AaveVersion,
  chain: LocalChain,
  size: AaveChainSize,
  print: (line: string) => void,
): Promise<Tally> {
  const tally = newTally();
  const random = seededRandom(size.seed);
  const market = await version.deployMarket(chain, version.artifacts(), random);
  const lender = await openLender(chain, market, random);
  const addresses: Hex[] = [];
  for (let i = 0; i < size.accounts; i++) addresses.push(await openAccount(chain, market, random));

  const compareAll = async (moment: string): Promise<void> => {
    const before = { total: tally.total, matched: tally.matched };
    await compareAccounts(chain, market, [lender, ...addresses], moment, tally);
    print(`${moment}: ${tally.matched - before.matched} of ${tally.total - before.total} figures equal`);
  };
  await compareAll('as opened');
  await passTime(chain, THIRTY_DAYS_SECONDS);
  await compareAll('after 30 days');
  for (const [name, usd] of PRICE_STEPS) {
    await movePrices(chain, market, usd);
    await compareAll(name);
  }
  if (version.changeParameters !== undefined) {
    await version.changeParameters(chain, market);
    await compareAll('parameters changed');
  }
  const counts: LiquidationCounts = { executed: 0, withBadDebt: 0, refusals: new Map() };
  for (const [i, [name, usd]] of LIQUIDATION_STEPS.entries()) {
    await movePrices(chain, market, usd);
    await compareAll(name);
    const goal = Math.ceil((size.liquidations * (i + 1)) / LIQUIDATION_STEPS.length);
    await compareLiquidations(chain, market, addresses, goal - counts.executed, random, counts, tally);
  }
  await version.compareOwnRefusals?.({ chain, market, addresses, random, tally });
  compare(tally, 'liquidations carried out', size.liquidations, counts.executed);
  const refusals = [...counts.refusals].map(([code, count]) => `${count} ${code}`).join(', ');
  print(
    `liquidations: ${counts.executed} carried out, ${counts.withBadDebt} with bad debt, refused ${refusals || 'none'}`,
  );
  return tally;
}
