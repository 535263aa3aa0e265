import { MAX_SQRT_RATIO, MIN_SQRT_RATIO, type PoolSwap } from '@gimbal/quant';
import { read, write } from '../contracts.ts';
import { type Hex, type LocalChain, RpcError } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { FAR_FUTURE_SECONDS, mintCall, oneEvent, randomRange } from './comparePositions.ts';
import type { DeployedPool, DeployedUniswap } from './deployPools.ts';

const FIRST_POSITIONS = 8;
const MINT_CHANCE = 0.06;
const BURN_CHANCE = 0.04;
const LIMIT_CHANCE = 0.15;
const EXACT_OUT_CHANCE = 0.4;
/** About what is in range: an amount of this times the sqrt price moves a pool by a third. */
const LIQUIDITY = 1e23;
/** Amounts of a few units, where rounding is everything. */
const DUST_CHANCE = 0.3;

/** What was asked of one pool and went through, in order. A pool refuses an exact output that it doesn't hold. */
export interface AskedSwaps {
  readonly swaps: readonly PoolSwap[];
  readonly refused: number;
}

/** Swaps of every kind and size through a pool, with mints and burns between them. */
export async function askSwaps(
  chain: LocalChain,
  uniswap: DeployedUniswap,
  pool: DeployedPool,
  owner: Hex,
  count: number,
  random: SeededRandom,
): Promise<AskedSwaps> {
  const positions: { tokenId: bigint; liquidity: bigint }[] = [];
  const mint = async (): Promise<void> => {
    const { sqrtPriceX96, tick } = await slot0(chain, pool);
    const [tickLower, tickUpper] = randomRange(tick, pool.tickSpacing, random);
    const call = mintCall(uniswap, { ...pool, sqrtPriceX96 }, owner, tickLower, tickUpper, random, 1e20);
    const logs = await write(chain, owner, call);
    const { tokenId, liquidity } = oneEvent(logs, uniswap.positionManager, 'IncreaseLiquidity').args;
    positions.push({ tokenId: tokenId as bigint, liquidity: liquidity as bigint });
  };
  const burn = async (): Promise<void> => {
    const position = positions.splice(random.whole(0, positions.length - 1), 1)[0];
    if (position === undefined) return;
    const args = [{ ...position, amount0Min: 0n, amount1Min: 0n, deadline: FAR_FUTURE_SECONDS }];
    await write(chain, owner, { contract: uniswap.positionManager, name: 'decreaseLiquidity', args });
  };
  for (let i = 0; i < FIRST_POSITIONS; i++) await mint();
  const swaps: PoolSwap[] = [];
  let refused = 0;
  while (swaps.length + refused < count) {
    if (random.chance(MINT_CHANCE)) await mint();
    if (random.chance(BURN_CHANCE)) await burn();
    const swap = randomSwap(await slot0(chain, pool), pool, random);
    if (await send(chain, uniswap, pool, owner, swap)) swaps.push(swap);
    else refused++;
  }
  return { swaps, refused };
}

async function slot0(chain: LocalChain, pool: DeployedPool): Promise<{ sqrtPriceX96: bigint; tick: number }> {
  const [sqrtPriceX96, tick] = (await read(chain, pool.contract, 'slot0')) as readonly [bigint, number];
  return { sqrtPriceX96, tick };
}

/** Prefers the way back to where the pool began, so that the price stays where the liquidity is. */
function randomSwap(now: { sqrtPriceX96: bigint }, pool: DeployedPool, random: SeededRandom): PoolSwap {
  const zeroForOne = random.chance(now.sqrtPriceX96 > pool.sqrtPriceX96 ? 0.7 : 0.3);
  const price = now.sqrtPriceX96;
  const exactOut = random.chance(EXACT_OUT_CHANCE);
  const sqrtPrice = Number(price) / 2 ** 96;
  const moving = zeroForOne === exactOut ? LIQUIDITY * sqrtPrice : LIQUIDITY / sqrtPrice;
  const amount = BigInt(Math.ceil(moving * random.logUniform(random.chance(DUST_CHANCE) ? 1e-20 : 1e-3, 3)));
  const distance = (price * BigInt(random.whole(1, 100_000))) / 1_000_000n + 1n;
  const limit = zeroForOne ? price - distance : price + distance;
  const reachable = limit > MIN_SQRT_RATIO && limit < MAX_SQRT_RATIO;
  const sqrtPriceLimitX96 = reachable && random.chance(LIMIT_CHANCE) ? limit : undefined;
  const exact = exactOut ? { amountOut: amount } : { amountIn: amount };
  return { zeroForOne, sqrtPriceLimitX96, ...exact };
}

async function send(
  chain: LocalChain,
  { token0, token1, router }: DeployedUniswap,
  pool: DeployedPool,
  owner: Hex,
  swap: PoolSwap,
): Promise<boolean> {
  const [tokenIn, tokenOut] = swap.zeroForOne ? [token0, token1] : [token1, token0];
  const shared = {
    tokenIn: tokenIn.address,
    tokenOut: tokenOut.address,
    fee: pool.fee,
    recipient: owner,
    deadline: FAR_FUTURE_SECONDS,
    sqrtPriceLimitX96: swap.sqrtPriceLimitX96 ?? 0n,
  };
  const call =
    'amountIn' in swap
      ? { name: 'exactInputSingle', args: [{ ...shared, amountIn: swap.amountIn, amountOutMinimum: 0n }] }
      : { name: 'exactOutputSingle', args: [{ ...shared, amountOut: swap.amountOut, amountInMaximum: 2n ** 255n }] };
  try {
    await write(chain, owner, { contract: router, ...call });
    return true;
  } catch (error) {
    if (error instanceof RpcError) return false;
    throw error;
  }
}
