import { aave30 } from '../aave30/aave30.ts';
import { artifactsOf } from '../artifacts.ts';
import type { LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import { seededRandom } from '../seededRandom.ts';
import { newTally, type Tally } from '../tally.ts';
import { compareAdversePools } from './compareAdversePools.ts';
import { comparePoolTick, comparePosition } from './comparePositions.ts';
import { compareSwaps } from './compareSwaps.ts';
import { deployUniswap } from './deployPools.ts';

/** Blocks of the pools in which everything happens hold more than one swap each. */
const SWAPS_PER_BLOCK = 10;

export interface UniswapChainSize {
  readonly positions: number;
  readonly swaps: number;
  readonly seed: number;
}

/** Random positions and swaps on Uniswap v3's own contracts, compared to the wei with libs/quant. */
export async function uniswapChain(
  chain: LocalChain,
  size: UniswapChainSize,
  print: (line: string) => void,
): Promise<Tally> {
  const tally = newTally();
  const random = seededRandom(size.seed);
  const owner = await newPerson(chain, random);
  const shelves = {
    core: artifactsOf('@uniswap/v3-core/artifacts/contracts'),
    periphery: artifactsOf('@uniswap/v3-periphery/artifacts/contracts'),
    token: aave30.artifacts(),
  };
  const uniswap = await deployUniswap(chain, shelves, owner, random);
  const ticks = new Map<string, number>();
  for (const pool of uniswap.pools) ticks.set(pool.name, await comparePoolTick(chain, pool, tally));

  const counts = { below: 0, inside: 0, above: 0 };
  for (let i = 0; i < size.positions; i++) {
    const pool = random.pick(uniswap.pools);
    counts[await comparePosition(chain, uniswap, pool, owner, ticks.get(pool.name)!, random, tally)]++;
  }
  print(
    `${size.positions} positions in ${uniswap.pools.length} pools: price inside ${counts.inside} ranges, ` +
      `below ${counts.below}, above ${counts.above}`,
  );
  await compareSwaps(chain, uniswap, owner, size.swaps, random, tally, print);
  await compareAdversePools(chain, owner, Math.ceil(size.swaps / SWAPS_PER_BLOCK), random, tally, print);
  return tally;
}
