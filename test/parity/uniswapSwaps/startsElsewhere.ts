import {
  getTickAtSqrtRatio,
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
  Q96,
  swapInPool,
  type SwappedPool,
  type Univ3PoolState,
} from '@gimbal/quant';
import type { LoggedSwap } from './poolEvents.ts';

/** Rounding of two amounts and a fee moves an amount by less than this many units. */
const ROUNDING_UNITS = 4n;
/** A start nearer to the known price than one part in this isn't another start: a unit of an amount stands for less. */
const NEAREST_START = 1_000_000n;
/** The search begins with this part of the price. */
const FIRST_STEP = 1_000_000n;

/**
 * Whether the event is a sound swap that began at another price than the pool's, so that events before it are missing.
 * The further off a swap begins the further off it ends, so the price from which the logged input ends at the logged
 * price is found by halving; from there the output, tick and liquidity must be the logged ones, through all ticks.
 */
export function startsElsewhere(logged: LoggedSwap, pool: Univ3PoolState): boolean {
  const zeroForOne = logged.amount0 > 0n;
  const amountIn = zeroForOne ? logged.amount0 : logged.amount1;
  // Liquidity that the events don't know of is taken to be there throughout.
  const unknown = logged.liquidity === undefined ? 0n : logged.liquidity - liquidityAt(pool, logged.tick);
  const from = (sqrtPriceX96: bigint): SwappedPool | undefined => {
    const tick = getTickAtSqrtRatio(sqrtPriceX96);
    const liquidity = liquidityAt(pool, tick) + unknown;
    if (liquidity < 0n || amountIn <= 0n) return undefined;
    // One beyond the logged price shows that a swap gets further; how far doesn't matter, and the way may be long.
    const beyond = inside(zeroForOne ? logged.sqrtPriceX96 - 1n : logged.sqrtPriceX96 + 1n);
    const start = { ...pool, sqrtPriceX96, tick, liquidity };
    const past = zeroForOne ? beyond >= sqrtPriceX96 : beyond <= sqrtPriceX96;
    return past ? undefined : swapInPool(start, { zeroForOne, amountIn, sqrtPriceLimitX96: beyond });
  };
  const start = startOf(logged, zeroForOne, (price) => from(price)?.pool.sqrtPriceX96);
  const swapped = start === undefined ? undefined : from(start);
  if (start === undefined || swapped === undefined) return false;
  const { liquidity } = swapped.pool;
  if (liquidity !== (logged.liquidity ?? liquidity)) return false;
  const apart = start < pool.sqrtPriceX96 ? pool.sqrtPriceX96 - start : start - pool.sqrtPriceX96;
  const outOff = zeroForOne ? swapped.amount1 - logged.amount1 : swapped.amount0 - logged.amount0;
  const room = ROUNDING_UNITS * (1n + unitPaidIn(logged, zeroForOne)) + unitOfPrice(liquidity, logged, zeroForOne);
  return outOff >= -room && outOff <= room && apart * NEAREST_START > pool.sqrtPriceX96;
}

/** The price nearest to the end from which the swap gets no further than the logged price; `undefined` without one. */
function startOf(
  logged: LoggedSwap,
  zeroForOne: boolean,
  endOf: (start: bigint) => bigint | undefined,
): bigint | undefined {
  const reaches = (start: bigint): boolean | undefined => {
    const end = endOf(start);
    if (end === undefined) return undefined;
    return zeroForOne ? end >= logged.sqrtPriceX96 : end <= logged.sqrtPriceX96;
  };
  // Doubling first: a search from the end of all prices would walk through all ticks each time.
  let near = logged.sqrtPriceX96;
  let far = near;
  for (let distance = near / FIRST_STEP + 1n; reaches(far) === false; distance *= 2n) {
    near = far;
    far = inside(zeroForOne ? far + distance : far - distance);
    if (near === far) return undefined;
  }
  while (far - near > 1n || near - far > 1n) {
    const middle = (near + far) / 2n;
    const reached = reaches(middle);
    if (reached === undefined) return undefined;
    if (reached) far = middle;
    else near = middle;
  }
  return far;
}

function inside(sqrtPriceX96: bigint): bigint {
  if (sqrtPriceX96 <= MIN_SQRT_RATIO) return MIN_SQRT_RATIO + 1n;
  return sqrtPriceX96 < MAX_SQRT_RATIO ? sqrtPriceX96 : MAX_SQRT_RATIO - 1n;
}

/** Units of the token paid out that one unit of the price stands for: L/2^96 of token1, L·2^96/√P² of token0. */
function unitOfPrice(liquidity: bigint, { sqrtPriceX96 }: LoggedSwap, zeroForOne: boolean): bigint {
  return zeroForOne ? liquidity / Q96 : (liquidity * Q96) / (sqrtPriceX96 * sqrtPriceX96);
}

/** Units of the token paid out that one unit paid in buys, rounded up. */
function unitPaidIn({ sqrtPriceX96 }: LoggedSwap, zeroForOne: boolean): bigint {
  const [price, one] = [sqrtPriceX96 * sqrtPriceX96, Q96 * Q96];
  return zeroForOne ? price / one + 1n : one / price + 1n;
}

/** Liquidity in range at a tick: the sum of what every tick at or below it adds. */
export function liquidityAt(pool: Univ3PoolState, tick: number): bigint {
  return pool.ticks.reduce((sum, one) => (one.tick <= tick ? sum + one.liquidityNet : sum), 0n);
}
