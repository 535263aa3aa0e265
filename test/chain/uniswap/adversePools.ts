import { encodeFunctionData } from 'viem';
import { getSqrtRatioAtTick, MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO } from '@gimbal/quant';
import { artifactsOf } from '../artifacts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { type PoolLog, poolLogs } from './poolLogs.ts';
import { type Ask, ASK, takerShelf } from './poolTaker.ts';

/** Everything that a pool ever logged, and what its configuration says. */
export interface AdversePool {
  readonly name: string;
  readonly token0: Hex;
  readonly token1: Hex;
  readonly fee: number;
  readonly tickSpacing: number;
  readonly initialSqrtPriceX96: bigint;
  readonly logs: readonly PoolLog[];
}

/** Where pools begin: near both ends of all prices, at 1, and between; each with the decimals of its tokens. */
const POOLS: readonly (readonly [
  name: string,
  fee: number,
  spacing: number,
  tick: number,
  decimals: [number, number],
])[] = [
  ['floor_100', 100, 1, -887_200, [0, 18]],
  ['one_500', 500, 10, 0, [18, 18]],
  ['ceiling_500', 500, 10, 886_500, [18, 0]],
  ['usd_3000', 3_000, 60, 201_909, [6, 18]],
  ['floor_10000', 10_000, 200, -886_000, [8, 0]],
  ['coin_10000', 10_000, 200, -60_123, [8, 6]],
  ['ceiling_100', 100, 1, 887_100, [6, 8]],
];

/** A block holds up to so many transactions, and each up to so many asks. */
const TRANSACTIONS_MAX = 3;
const ASKS_MAX = 4;
const GAS: Hex = '0xe4e1c0';

/**
 * Pools in which everything happens that a pool allows: mints and burns beside swaps in one transaction and one block, ranges
 * burnt to nothing and gaps crossed, limits in both directions, flashes, collects, shares for the protocol that change.
 */
export async function adversePools(
  chain: LocalChain,
  owner: Hex,
  blocks: number,
  random: SeededRandom,
): Promise<AdversePool[]> {
  const core = artifactsOf('@uniswap/v3-core/artifacts/contracts');
  const own = takerShelf();
  const factory = await deploy(chain, owner, core('UniswapV3Factory'), []);
  const taker = await deploy(chain, owner, own('PoolTaker'), []);
  await write(chain, owner, { contract: factory, name: 'enableFeeAmount', args: [100, 1] });
  const pools: AdversePool[] = [];
  for (const [name, fee, tickSpacing, tick, decimals] of POOLS) {
    const tokens = [];
    for (const count of decimals) tokens.push((await deploy(chain, owner, own('FreeToken'), [count])).address);
    const [token0, token1] = tokens.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)) as [Hex, Hex];
    await write(chain, owner, { contract: factory, name: 'createPool', args: [token0, token1, fee] });
    const address = (await read(chain, factory, 'getPool', [token0, token1, fee])) as Hex;
    const contract: Contract = { abi: core('UniswapV3Pool').abi, address };
    const initialSqrtPriceX96 = priceIn(tick, random);
    await write(chain, owner, { contract, name: 'initialize', args: [initialSqrtPriceX96] });
    await live(chain, owner, taker, contract, tickSpacing, blocks, random);
    const logs = await poolLogs(chain, contract);
    pools.push({ name, token0, token1, fee, tickSpacing, initialSqrtPriceX96, logs });
  }
  return pools;
}

interface Range {
  readonly lower: number;
  readonly upper: number;
  readonly liquidity: bigint;
}

async function live(
  chain: LocalChain,
  owner: Hex,
  taker: Contract,
  pool: Contract,
  spacing: number,
  blocks: number,
  random: SeededRandom,
): Promise<void> {
  const most = (await read(chain, pool, 'maxLiquidityPerTick')) as bigint;
  const ranges: Range[] = [];
  const send = (asks: readonly Ask[]): Promise<unknown> => {
    const data = encodeFunctionData({ abi: taker.abi, functionName: 'take', args: [pool.address, asks] });
    return chain.rpc('eth_sendTransaction', [{ from: owner, to: taker.address, data, gas: GAS }]);
  };
  await chain.rpc('evm_setAutomine', [false]);
  try {
    for (let block = 0; block < blocks; block++) {
      const [sqrtPriceX96, tick] = (await read(chain, pool, 'slot0')) as readonly [bigint, number];
      // What reverts leaves its ranges unminted; then their burns revert as well, which is as good.
      const transactions = random.whole(1, TRANSACTIONS_MAX);
      for (let sent = 0; sent < transactions; sent++) {
        const asks = Array.from({ length: random.whole(1, block === 0 ? 1 : ASKS_MAX) }, () =>
          block === 0
            ? mint(tick, spacing, most, ranges, random)
            : randomAsk(sqrtPriceX96, tick, spacing, most, ranges, random),
        );
        await send(asks);
      }
      if (random.chance(0.1)) {
        const share = random.pick([0, 4, 7, 10]);
        const data = encodeFunctionData({ abi: pool.abi, functionName: 'setFeeProtocol', args: [share, share] });
        await chain.rpc('eth_sendTransaction', [{ from: owner, to: pool.address, data, gas: GAS }]);
      }
      await chain.rpc('evm_mine', []);
    }
  } finally {
    await chain.rpc('evm_setAutomine', [true]);
  }
}

const NOTHING = { zeroForOne: false, amount: 0n, limit: 0n, lower: 0, upper: 0, liquidity: 0n };

function randomAsk(
  sqrtPriceX96: bigint,
  tick: number,
  spacing: number,
  most: bigint,
  ranges: Range[],
  random: SeededRandom,
): Ask {
  if (random.chance(0.2)) return mint(tick, spacing, most, ranges, random);
  if (random.chance(0.2) && ranges.length > 0) return burn(ranges, random);
  const range = ranges.length > 0 ? random.pick(ranges) : undefined;
  if (random.chance(0.05) && range !== undefined)
    return { ...NOTHING, kind: ASK.collect, lower: range.lower, upper: range.upper };
  if (random.chance(0.05)) return { ...NOTHING, kind: ASK.flash, liquidity: BigInt(random.whole(0, 1000)) };
  const zeroForOne = random.chance(0.5);
  const size = BigInt(Math.ceil(random.logUniform(1, random.pick([1e3, 1e18, 1e34]))));
  const amount = random.chance(0.6) ? size : -size;
  return { ...NOTHING, kind: ASK.swap, zeroForOne, amount, limit: limitOf(sqrtPriceX96, spacing, zeroForOne, random) };
}

/** The end of all prices, a price a little or far away, or exactly one on which ranges may end. */
function limitOf(price: bigint, spacing: number, zeroForOne: boolean, random: SeededRandom): bigint {
  const end = zeroForOne ? MIN_SQRT_RATIO + 1n : MAX_SQRT_RATIO - 1n;
  if (random.chance(0.4)) return end;
  const part = BigInt(Math.ceil(random.logUniform(1, 1e6)));
  const away = zeroForOne ? price - (price * part) / 2_000_000n - 1n : price + (price * part) / 1_000_000n + 1n;
  if (away <= MIN_SQRT_RATIO || away >= MAX_SQRT_RATIO) return end;
  if (random.chance(0.6)) return away;
  const here = Math.round(Math.log(Number(price) / 2 ** 96) / (Math.log1p(1e-4) / 2) / spacing);
  const last = Math.floor(MAX_TICK / spacing);
  const end_ = Math.max(-last + 1, Math.min(last - 1, here + random.whole(1, 200) * (zeroForOne ? -1 : 1)));
  return getSqrtRatioAtTick(end_ * spacing);
}

function mint(tick: number, spacing: number, most: bigint, ranges: Range[], random: SeededRandom): Ask {
  const last = Math.floor(MAX_TICK / spacing);
  const inside = (at: number): number => Math.max(-last, Math.min(last, at));
  const here = Math.floor(tick / spacing);
  const from = inside(random.chance(0.1) ? -last : here + random.whole(-200, 100));
  const to = inside(random.chance(0.1) ? last : from + random.whole(1, random.pick([1, 20, 500])));
  const [lower, upper] = from < to ? [from * spacing, to * spacing] : [(from - 1) * spacing, from * spacing];
  const wanted = BigInt(Math.ceil(random.logUniform(1, 1e26)));
  const liquidity = wanted > most / 100n ? most / 100n : wanted;
  ranges.push({ lower, upper, liquidity });
  return { ...NOTHING, kind: ASK.mint, lower, upper, liquidity };
}

/** All of a range, a part of it, or nothing, which collects its fees. */
function burn(ranges: Range[], random: SeededRandom): Ask {
  const range = ranges.splice(random.whole(0, ranges.length - 1), 1)[0]!;
  const liquidity = random.pick([range.liquidity, range.liquidity, range.liquidity / 3n, 0n]);
  if (liquidity < range.liquidity) ranges.push({ ...range, liquidity: range.liquidity - liquidity });
  return { ...NOTHING, kind: ASK.burn, lower: range.lower, upper: range.upper, liquidity };
}

function priceIn(tick: number, random: SeededRandom): bigint {
  const floor = getSqrtRatioAtTick(tick);
  return floor + ((getSqrtRatioAtTick(tick + 1) - floor) * random.bits(32)) / 2n ** 32n;
}
