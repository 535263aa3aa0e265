import { read, write, type ContractCall } from '../contracts.ts';
import { type Hex, RpcError } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { livePositions } from './livePositions.ts';
import { type PositionTerms, v4Burn, v4Decrease, v4Increase, v4Mint } from './v4Calls.ts';
import { NATIVE, type V4Key, type V4Pool, type V4World } from './v4World.ts';

export const V4_ACTIONS = [
  'mint',
  'mint',
  'increase',
  'decrease',
  'collect',
  'burn',
  'transfer',
  'swap',
  'swap',
  'swap',
  'swap',
  'donate',
] as const;
export type V4Action = (typeof V4_ACTIONS)[number];

const MIN_SQRT_PRICE = 4_295_128_739n;
const MAX_SQRT_PRICE = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n;
const SPACINGS_MAX = 15;
/** Moves the price by some 400 ticks through what lies under every range. */
const AMOUNT_MAX = 2e19;

/** One random action of somebody; undefined where there is no position to act on, or a contract refused it. */
export async function actV4(world: V4World, random: SeededRandom): Promise<V4Action | undefined> {
  const kind = random.pick(V4_ACTIONS);
  const found = await callOf(world, kind, random);
  if (found === undefined) return undefined;
  try {
    await write(world.chain, found.from, found.call);
    return kind;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return undefined;
  }
}

interface Chosen {
  readonly from: Hex;
  readonly call: ContractCall;
}

async function callOf(world: V4World, kind: V4Action, random: SeededRandom): Promise<Chosen | undefined> {
  const everyone = [...world.people, world.stranger];
  const pool = random.pick(world.pools);
  const who = random.pick(everyone);
  const amount = BigInt(Math.floor(random.logUniform(1e12, AMOUNT_MAX)));
  switch (kind) {
    case 'mint':
      return { from: who, call: v4Mint(world, pool.key, await someRange(world, pool, random), who) };
    case 'swap':
      return { from: who, call: v4Swap(world, pool.key, random.chance(0.5), amount) };
    case 'donate': {
      const value = pool.key.currency0 === NATIVE ? amount : undefined;
      const args = [pool.key, amount, amount / 3n, '0x'];
      return { from: who, call: { contract: world.donor, name: 'donate', args, value } };
    }
  }
  const live = await livePositions(world);
  if (live.length === 0) return undefined;
  const { tokenId, owner, key, liquidity } = random.pick(live);
  switch (kind) {
    case 'increase':
      return { from: owner, call: v4Increase(world, key, tokenId, amount, owner) };
    case 'decrease': {
      const part = random.chance(0.3) ? liquidity : (liquidity * random.bits(16)) / 2n ** 16n;
      return { from: owner, call: v4Decrease(world, key, tokenId, part, owner) };
    }
    case 'collect':
      return { from: owner, call: v4Decrease(world, key, tokenId, 0n, owner) };
    case 'burn':
      return { from: owner, call: v4Burn(world, key, tokenId, owner) };
    case 'transfer': {
      const args = [owner, random.pick(everyone), tokenId];
      return { from: owner, call: { contract: world.positionManager, name: 'transferFrom', args } };
    }
  }
}

/** What is swapped in, to any price. */
export function v4Swap({ swapper }: V4World, key: V4Key, zeroForOne: boolean, amountIn: bigint): ContractCall {
  const sqrtPriceLimitX96 = zeroForOne ? MIN_SQRT_PRICE + 1n : MAX_SQRT_PRICE - 1n;
  const swap = { zeroForOne, amountSpecified: -amountIn, sqrtPriceLimitX96 };
  const value = zeroForOne && key.currency0 === NATIVE ? amountIn : undefined;
  return {
    contract: swapper,
    name: 'swap',
    args: [key, swap, { takeClaims: false, settleUsingBurn: false }, '0x'],
    value,
  };
}

/** Ranges that begin or end near the price, so that swaps cross their ends. */
export async function someRange(world: V4World, { id, key }: V4Pool, random: SeededRandom): Promise<PositionTerms> {
  const [, tick] = (await read(world.chain, world.stateView, 'getSlot0', [id])) as readonly [bigint, number];
  const middle = Math.floor(tick / key.tickSpacing);
  const [a, b] = [random.whole(-SPACINGS_MAX, SPACINGS_MAX), random.whole(-SPACINGS_MAX, SPACINGS_MAX)];
  const [lower, upper] = a === b ? [a, a + 1] : [Math.min(a, b), Math.max(a, b)];
  return {
    lowerTick: (middle + lower) * key.tickSpacing,
    upperTick: (middle + upper) * key.tickSpacing,
    liquidity: BigInt(Math.floor(random.logUniform(1e9, 1e19))) + random.bits(16),
  };
}
