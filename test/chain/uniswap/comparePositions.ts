import { amountsForLiquidity, getTickAtSqrtRatio } from '@gimbal/quant';
import { type ChainEvent, type Contract, type ContractCall, eventsNamed, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { compare, type Tally } from '../tally.ts';
import type { DeployedPool, DeployedUniswap } from './deployPools.ts';

export const FAR_FUTURE_SECONDS = 2n ** 40n;
const MAX_TICK = 887_272;
/** How far from the price a range may reach, in spacings; a tenth of the ranges reach much further. */
const NEAR_SPACINGS = 300;

/** The pool must be at the tick that we compute for its price. */
export async function comparePoolTick(chain: LocalChain, pool: DeployedPool, tally: Tally): Promise<number> {
  const [sqrtPriceX96, tick] = (await read(chain, pool.contract, 'slot0')) as readonly [bigint, number];
  compare(tally, `${pool.name} sqrt price`, sqrtPriceX96, pool.sqrtPriceX96);
  compare(tally, `${pool.name} tick`, tick, getTickAtSqrtRatio(pool.sqrtPriceX96));
  return tick;
}

/**
 * Mints a random range and burns a part of it: the pool takes amounts rounded up and pays amounts rounded down, and both
 * must be ours for the liquidity that the pool says it minted and burnt.
 */
export async function comparePosition(
  chain: LocalChain,
  uniswap: DeployedUniswap,
  pool: DeployedPool,
  owner: Hex,
  tick: number,
  random: SeededRandom,
  tally: Tally,
): Promise<'below' | 'inside' | 'above'> {
  const [tickLower, tickUpper] = randomRange(tick, pool.tickSpacing, random);
  const where = `${pool.name} [${tickLower}, ${tickUpper}]`;
  const manager = uniswap.positionManager;
  const minted = await write(chain, owner, mintCall(uniswap, pool, owner, tickLower, tickUpper, random));
  const mint = oneEvent(minted, pool.contract, 'Mint');
  compareAmounts(tally, `${where} minted`, mint, pool.sqrtPriceX96, tickLower, tickUpper, 'up');

  const { tokenId } = oneEvent(minted, manager, 'IncreaseLiquidity').args;
  const liquidity = random.chance(0.3) ? (mint.args.amount as bigint) : shareOf(mint.args.amount as bigint, random);
  const burn = { tokenId, liquidity, amount0Min: 0n, amount1Min: 0n, deadline: FAR_FUTURE_SECONDS };
  const burnt = await write(chain, owner, { contract: manager, name: 'decreaseLiquidity', args: [burn] });
  const event = oneEvent(burnt, pool.contract, 'Burn');
  compare(tally, `${where} burnt liquidity`, event.args.amount as bigint, liquidity);
  compareAmounts(tally, `${where} burnt`, event, pool.sqrtPriceX96, tickLower, tickUpper, 'down');
  return tick < tickLower ? 'below' : tick >= tickUpper ? 'above' : 'inside';
}

function compareAmounts(
  tally: Tally,
  where: string,
  event: ChainEvent,
  sqrtPriceX96: bigint,
  tickLower: number,
  tickUpper: number,
  rounding: 'up' | 'down',
): void {
  const liquidity = event.args.amount as bigint;
  const ours = amountsForLiquidity(sqrtPriceX96, tickLower, tickUpper, liquidity, rounding);
  compare(tally, `${where} amount0`, event.args.amount0 as bigint, ours.amount0);
  compare(tally, `${where} amount1`, event.args.amount1 as bigint, ours.amount1);
}

export function randomRange(tick: number, spacing: number, random: SeededRandom): readonly [number, number] {
  const last = Math.floor(MAX_TICK / spacing);
  const here = Math.floor(tick / spacing);
  const draw = (): number =>
    random.chance(0.1) ? random.whole(-last, last) : here + random.whole(-NEAR_SPACINGS, NEAR_SPACINGS);
  const [a, b] = [draw(), draw()];
  if (a === b) return [a * spacing, (a === last ? a : a + 1) * spacing - (a === last ? spacing : 0)];
  return [Math.max(-last, Math.min(a, b)) * spacing, Math.min(last, Math.max(a, b)) * spacing];
}

/**
 * Offers what a random liquidity would cost. The pool decides what it mints for that, and only its word is compared; to
 * draw the amounts themselves would overflow the pool's limit per tick at the far ends.
 */
export function mintCall(
  { token0, token1, positionManager }: DeployedUniswap,
  { fee, sqrtPriceX96 }: DeployedPool,
  owner: Hex,
  tickLower: number,
  tickUpper: number,
  random: SeededRandom,
  leastLiquidity = 1e8,
): ContractCall {
  const wanted = BigInt(Math.round(random.logUniform(leastLiquidity, 1e24)));
  const offered = amountsForLiquidity(sqrtPriceX96, tickLower, tickUpper, wanted, 'up');
  const parameters = {
    token0: token0.address,
    token1: token1.address,
    fee,
    tickLower,
    tickUpper,
    amount0Desired: offered.amount0,
    amount1Desired: offered.amount1,
    amount0Min: 0n,
    amount1Min: 0n,
    recipient: owner,
    deadline: FAR_FUTURE_SECONDS,
  };
  return { contract: positionManager, name: 'mint', args: [parameters] };
}

function shareOf(liquidity: bigint, random: SeededRandom): bigint {
  const part = (liquidity * (1n + random.bits(16))) / 2n ** 16n;
  return part === 0n ? liquidity : part;
}

export function oneEvent(logs: Awaited<ReturnType<typeof write>>, contract: Contract, name: string): ChainEvent {
  const [event] = eventsNamed(logs, contract, name);
  if (event === undefined) throw new Error(`Expected a ${name} event, found none`);
  return event;
}
