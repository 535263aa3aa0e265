import { changePoolLiquidity, getTickAtSqrtRatio, type PoolSwap, swapInPool, type Univ3PoolState } from '@gimbal/quant';
import { read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { compare, type Tally } from '../tally.ts';
import { askSwaps } from './askSwaps.ts';
import type { DeployedPool, DeployedUniswap } from './deployPools.ts';
import { type PoolLog, poolLogs } from './poolLogs.ts';

/**
 * Swaps through random ticks. Our pool is built from the pool's own Mint and Burn logs alone and told what each swap
 * asked for; amounts, price, tick and liquidity of every Swap log, and at the end the fees that the protocol kept, must
 * be equal. Each pool has another share for the protocol.
 */
export async function compareSwaps(
  chain: LocalChain,
  uniswap: DeployedUniswap,
  owner: Hex,
  count: number,
  random: SeededRandom,
  tally: Tally,
  print: (line: string) => void,
): Promise<void> {
  let [swaps, refused, crossings] = [0, 0, 0];
  for (const [at, pool] of uniswap.pools.entries()) {
    const feeProtocol = at === 0 ? 0 : 3 + at;
    await write(chain, owner, { contract: pool.contract, name: 'setFeeProtocol', args: [feeProtocol, feeProtocol] });
    const wanted = Math.floor(count / uniswap.pools.length) + (at < count % uniswap.pools.length ? 1 : 0);
    const asked = await askSwaps(chain, uniswap, pool, owner, wanted, random);
    const logs = await poolLogs(chain, pool.contract);
    const run = runLogs(logs, pool, BigInt(feeProtocol), asked.swaps, tally);
    const kept = (await read(chain, pool.contract, 'protocolFees')) as readonly [bigint, bigint];
    compare(tally, `${pool.name} protocol fees of token0`, kept[0], run.kept0);
    compare(tally, `${pool.name} protocol fees of token1`, kept[1], run.kept1);
    swaps += asked.swaps.length;
    refused += asked.refused;
    crossings += run.crossings;
  }
  print(`${swaps} swaps crossed ${crossings} ticks; ${refused} asked for more than the pool had`);
}

interface LogRun {
  readonly kept0: bigint;
  readonly kept1: bigint;
  readonly crossings: number;
}

function runLogs(
  logs: readonly PoolLog[],
  deployed: DeployedPool,
  feeProtocol: bigint,
  asked: readonly PoolSwap[],
  tally: Tally,
): LogRun {
  const { name, fee, tickSpacing, sqrtPriceX96 } = deployed;
  const tick = getTickAtSqrtRatio(sqrtPriceX96);
  const feePips = BigInt(fee);
  let pool: Univ3PoolState = { sqrtPriceX96, tick, liquidity: 0n, ticks: [], tickSpacing, feePips, feeProtocol };
  let [kept0, kept1, crossings, at] = [0n, 0n, 0, 0];
  for (const log of logs) {
    if (log.name === 'Mint' || log.name === 'Burn') pool = afterLiquidity(pool, log);
    if (log.name !== 'Swap') continue;
    const swap = asked[at++]!;
    const swapped = swapInPool(pool, swap);
    if (swapped === undefined) throw new Error(`Expected a limit beyond the price, was ${swap.sqrtPriceLimitX96}`);
    pool = swapped.pool;
    const where = `${name} swap ${at}`;
    const { args } = log;
    compare(tally, `${where} amount0`, args['amount0'] as bigint, swapped.amount0);
    compare(tally, `${where} amount1`, args['amount1'] as bigint, swapped.amount1);
    compare(tally, `${where} sqrt price`, args['sqrtPriceX96'] as bigint, pool.sqrtPriceX96);
    compare(tally, `${where} liquidity`, args['liquidity'] as bigint, pool.liquidity);
    compare(tally, `${where} tick`, args['tick'] as number, pool.tick);
    if (swap.zeroForOne) kept0 += swapped.protocolFeeAmount;
    else kept1 += swapped.protocolFeeAmount;
    crossings += swapped.crossed;
  }
  compare(tally, `${name} swaps`, at, asked.length);
  return { kept0, kept1, crossings };
}

function afterLiquidity(pool: Univ3PoolState, { name, args }: PoolLog): Univ3PoolState {
  const amount = args['amount'] as bigint;
  const changed = changePoolLiquidity(pool, {
    tickLower: args['tickLower'] as number,
    tickUpper: args['tickUpper'] as number,
    liquidityChange: name === 'Mint' ? amount : -amount,
  });
  if (changed === undefined) throw new Error(`Expected a ${name} that the pool can hold, was ${amount}`);
  return changed;
}
