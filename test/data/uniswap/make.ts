// Writes the pools of this folder: `npx node test/data/uniswap/make.ts`. Uniswap v3's own contracts on a local chain make
// every number in them; nothing of ours does.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { artifactsOf } from '../../chain/artifacts.ts';
import { aave30 } from '../../chain/aave30/aave30.ts';
import { startLocalChain } from '../../chain/localChain.ts';
import { newPerson } from '../../chain/people.ts';
import { seededRandom } from '../../chain/seededRandom.ts';
import { adversePools } from '../../chain/uniswap/adversePools.ts';
import { askSwaps } from '../../chain/uniswap/askSwaps.ts';
import { type DeployedPool, deployUniswap } from '../../chain/uniswap/deployPools.ts';
import { poolFileRows } from '../../chain/uniswap/poolFileRows.ts';
import { type PoolLog, poolLogs } from '../../chain/uniswap/poolLogs.ts';

const SWAPS_PER_POOL = 40;
const ADVERSE_BLOCKS = 20;
const SEED = 20_231_117;
const MINT = 1;
const BURN = 2;

const chain = await startLocalChain();
try {
  const random = seededRandom(SEED);
  const owner = await newPerson(chain, random);
  const shelves = {
    core: artifactsOf('@uniswap/v3-core/artifacts/contracts'),
    periphery: artifactsOf('@uniswap/v3-periphery/artifacts/contracts'),
    token: aave30.artifacts(),
  };
  const uniswap = await deployUniswap(chain, shelves, owner, random);
  for (const [at, pool] of uniswap.pools.entries()) {
    await askSwaps(chain, uniswap, pool, owner, SWAPS_PER_POOL, random);
    await writePool(pool, await poolLogs(chain, pool.contract), at % 2 === 1);
  }
  for (const pool of await adversePools(chain, owner, ADVERSE_BLOCKS, seededRandom(SEED))) {
    const { config, liquidity, swaps } = poolFileRows(pool);
    const files = { pool_config: config, liquidity_events: liquidity, swap_events: swaps };
    for (const [kind, rows] of Object.entries(files)) await writeRows(`${pool.name}_${kind}.ndjson.gz`, rows);
  }
} finally {
  await chain.stop();
}

async function writeRows(name: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(fileURLToPath(new URL(name, import.meta.url)), gzipSync(text, { level: 9 }));
}

/** Every other pool in the second spelling of names, and plain instead of gzipped. */
async function writePool(pool: DeployedPool, logs: readonly PoolLog[], inCamelCase: boolean): Promise<void> {
  const config = {
    token0: 'A',
    token1: 'B',
    fee: pool.fee,
    tick_spacing: pool.tickSpacing,
    initial_sqrt_price_X96: pool.sqrtPriceX96,
  };
  const swaps = logs.filter(({ name }) => name === 'Swap').map((log) => ({ ...swapRow(log), ...placeOf(log) }));
  const liquidity = logs.filter(({ name }) => name === 'Mint' || name === 'Burn').map(liquidityRow);
  const kinds = inCamelCase
    ? (['poolConfig', 'swapEvents', 'liquidityEvents'] as const)
    : (['pool_config', 'swap_events', 'liquidity_events'] as const);
  for (const [index, rows] of [[config], swaps, liquidity].entries()) {
    const text = rows.map((row) => `${lineOf(row, inCamelCase)}\n`).join('');
    const name = `a_b_${pool.fee}_${kinds[index]}.ndjson${inCamelCase ? '' : '.gz'}`;
    await writeFile(fileURLToPath(new URL(name, import.meta.url)), inCamelCase ? text : gzipSync(text, { level: 9 }));
  }
}

function swapRow({ args }: PoolLog): Record<string, unknown> {
  const { amount0, amount1, sqrtPriceX96, liquidity, tick } = args;
  return { amount0, amount1, sqrt_price_x96: sqrtPriceX96, liquidity, tick };
}

function liquidityRow(log: PoolLog): Record<string, unknown> {
  const { amount, amount0, amount1, tickLower, tickUpper } = log.args;
  const amounts = { liquidity: amount, amount0, amount1, tick_lower: tickLower, tick_upper: tickUpper };
  return { type: log.name === 'Mint' ? MINT : BURN, ...amounts, ...placeOf(log) };
}

function placeOf({ block, logIndex }: PoolLog): Record<string, unknown> {
  return { block_number: block, log_index: logIndex };
}

function lineOf(row: Record<string, unknown>, inCamelCase: boolean): string {
  const named = Object.entries(row).map(([name, value]) => [
    inCamelCase ? name.replaceAll(/_([a-z])/gi, (_, letter: string) => letter.toUpperCase()) : name,
    typeof value === 'bigint' ? value.toString() : value,
  ]);
  return JSON.stringify(Object.fromEntries(named));
}
