import { read, write } from '../contracts.ts';
import type { Hex } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { swapOf } from './actions.ts';
import { mintArguments, unitsOf, type World, type WorldPool } from './world.ts';

const ROUNDS = 3;
const SHARED_BY = 3;
const FAR_FUTURE_SECONDS = 2n ** 40n;

/** People who share a range around the price, swaps through it, and one of them who takes a part out: fees to be owed. */
export async function earnFees(world: World, random: SeededRandom): Promise<void> {
  const { chain, positionManager } = world;
  for (let round = 0; round < ROUNDS; round++) {
    for (const pool of world.pools) {
      const range = await rangeAround(world, pool, 5 * (round + 1));
      for (const person of world.people.slice(0, SHARED_BY)) {
        const usd = random.logUniform(1_000, 50_000);
        const amounts = { amount0Desired: unitsOf(pool.token0, usd), amount1Desired: unitsOf(pool.token1, usd) };
        const args = [mintArguments(pool, person, { ...range, ...amounts })];
        await write(chain, person, { contract: positionManager, name: 'mint', args });
      }
    }
    for (let swaps = 0; swaps < 6; swaps++) {
      const person = random.pick(world.people);
      await write(chain, person, swapOf(world, person, random));
    }
    await takePart(world, world.people[0]!, random);
  }
}

async function rangeAround(
  { chain }: World,
  pool: WorldPool,
  spacings: number,
): Promise<{ tickLower: number; tickUpper: number }> {
  const [, tick] = (await read(chain, pool.contract, 'slot0', [])) as readonly [bigint, number];
  const middle = Math.floor(tick / pool.tickSpacing);
  return {
    tickLower: (middle - spacings) * pool.tickSpacing,
    tickUpper: (middle + spacings) * pool.tickSpacing,
  };
}

async function takePart({ chain, positionManager }: World, person: Hex, random: SeededRandom): Promise<void> {
  const tokenId = await read(chain, positionManager, 'tokenOfOwnerByIndex', [person, 0n]);
  const [, , , , , , , held] = (await read(chain, positionManager, 'positions', [tokenId])) as readonly unknown[];
  const liquidity = ((held as bigint) * BigInt(random.whole(1, 9))) / 10n;
  if (liquidity === 0n) return;
  const bounds = { amount0Min: 0n, amount1Min: 0n, deadline: FAR_FUTURE_SECONDS };
  const args = [{ tokenId, liquidity, ...bounds }];
  await write(chain, person, { contract: positionManager, name: 'decreaseLiquidity', args });
}
