import { passTime } from '../clock.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { seededRandom } from '../seededRandom.ts';
import { compare, newTally, type Tally } from '../tally.ts';
import { compareAccounts } from './compareAccounts.ts';
import { compareLiquidations, type LiquidationCounts } from './compareLiquidations.ts';
import { aaveV2Artifacts, deployMarket } from './deployMarket.ts';
import { movePrices } from './movePrices.ts';
import { openAccount, openLender } from './openAccounts.ts';

export interface AaveV2ChainSize {
  readonly accounts: number;
  readonly liquidations: number;
  readonly seed: number;
}

const THIRTY_DAYS_SECONDS = 30n * 86_400n;

type PriceStep = readonly [name: string, eth: Readonly<Record<string, number>>];

/** What prices in ETH do to the accounts, step by step. */
const PRICE_STEPS: readonly PriceStep[] = [
  ['a quiet day', { USDC: 1 / 1705.1, DAI: 1 / 1704.2, WBTC: 15.61 }],
  ['ETH low', { USDC: 1 / 1590, DAI: 1 / 1592.5, WBTC: 15.9 }],
];

/**
 * Prices under which to liquidate: a fall, a crash, a collapse that leaves less collateral than the bonus wants, and a
 * rise for those who owe ETH.
 */
const LIQUIDATION_STEPS: readonly PriceStep[] = [
  ['the feed low', { USDC: 1 / 1557.996, DAI: 1 / 1556, WBTC: 16.2 }],
  ['a crash', { USDC: 1 / 1183.3, DAI: 1 / 1183.1, WBTC: 17.7 }],
  ['a collapse', { USDC: 1 / 620.123, DAI: 1 / 620.2, WBTC: 21.3 }],
  ['a rise', { USDC: 1 / 2666.67, DAI: 1 / 2650, WBTC: 11.9 }],
];

/** Random accounts and liquidations on Aave v2's own contracts, compared to the wei with libs/margin. */
export async function aaveV2Chain(
  chain: LocalChain,
  size: AaveV2ChainSize,
  print: (line: string) => void,
): Promise<Tally> {
  const tally = newTally();
  const random = seededRandom(size.seed);
  const market = await deployMarket(chain, aaveV2Artifacts(), random);
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
  for (const [name, eth] of PRICE_STEPS) {
    await movePrices(chain, market, eth);
    await compareAll(name);
  }
  const counts: LiquidationCounts = { executed: 0, ofStableDebt: 0, refusals: new Map() };
  for (const [i, [name, eth]] of LIQUIDATION_STEPS.entries()) {
    await movePrices(chain, market, eth);
    await compareAll(name);
    const goal = Math.ceil((size.liquidations * (i + 1)) / LIQUIDATION_STEPS.length);
    await compareLiquidations(chain, market, addresses, goal - counts.executed, random, counts, tally);
  }
  compare(tally, 'liquidations carried out', size.liquidations, counts.executed);
  const refusals = [...counts.refusals].map(([code, count]) => `${count} ${code}`).join(', ');
  const { executed, ofStableDebt } = counts;
  print(`liquidations: ${executed} carried out, ${ofStableDebt} of stable debt, refused ${refusals || 'none'}`);
  return tally;
}
