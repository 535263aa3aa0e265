import { getSqrtRatioAtTick } from '@gimbal/quant';
import type { Market, MarketReserve } from '../aave/market.ts';
import type { AaveVersion } from '../aave/aaveVersion.ts';
import { aave30 } from '../aave30/aave30.ts';
import { fund } from '../aave/openAccounts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { worldShelves } from './worldArtifacts.ts';

/** A pool of two tokens of the market. */
export interface WorldPool {
  readonly contract: Contract;
  readonly token0: MarketReserve;
  readonly token1: MarketReserve;
  readonly fee: number;
  readonly tickSpacing: number;
}

/** A lending market, pools, feeds and one end of a bridge on one chain, with people who use them. */
export interface World {
  readonly chain: LocalChain;
  readonly market: Market;
  readonly feeds: ReadonlyMap<string, Contract>;
  readonly factory: Contract;
  readonly positionManager: Contract;
  readonly router: Contract;
  readonly pools: readonly WorldPool[];
  readonly bridge: Contract;
  readonly people: readonly Hex[];
}

const NOBODY: Hex = '0x0000000000000000000000000000000000000000';
const MAX_UINT256 = 2n ** 256n - 1n;
const FAR_FUTURE_SECONDS = 2n ** 40n;
const LENDER_USD = 50_000_000;
/** Each person's purse of each token, in USD. */
const PURSE_USD = 1_000_000;
/** Fee tiers with their spacings: USDC/WETH, DAI/WETH. */
const POOLS = [
  { symbols: ['WETH', 'USDC'], fee: 500, tickSpacing: 10 },
  { symbols: ['WETH', 'DAI'], fee: 3_000, tickSpacing: 60 },
] as const;

export async function buildWorld(
  chain: LocalChain,
  peopleCount: number,
  random: SeededRandom,
  version: AaveVersion = aave30,
): Promise<World> {
  const shelves = worldShelves();
  const market = await version.deployMarket(chain, version.artifacts(), random);
  const { admin } = market;
  const feeds = new Map<string, Contract>();
  for (const { symbol, listedPriceUsd } of market.reserves) {
    const answer = BigInt(Math.round(listedPriceUsd * 1e8));
    feeds.set(symbol, await deploy(chain, admin, shelves.own('RoundFeed'), [answer]));
  }
  const sources = market.reserves.map(({ symbol }) => feeds.get(symbol)!.address);
  const assets = market.reserves.map(({ token }) => token.address);
  await write(chain, admin, { contract: market.oracle, name: 'setAssetSources', args: [assets, sources] });

  const factory = await deploy(chain, admin, shelves.core('UniswapV3Factory'), []);
  const positionManager = await deploy(chain, admin, shelves.periphery('NonfungiblePositionManager'), [
    factory.address,
    NOBODY,
    NOBODY,
  ]);
  const router = await deploy(chain, admin, shelves.periphery('SwapRouter'), [factory.address, NOBODY]);
  const bridge = await deploy(chain, admin, shelves.own('LockBridge'), []);

  const lender = await newPerson(chain, random);
  const people: Hex[] = [];
  for (let i = 0; i < peopleCount; i++) people.push(await newPerson(chain, random));
  for (const person of [lender, ...people]) {
    for (const reserve of market.reserves) {
      await fund(chain, market, person, reserve, unitsOf(reserve, person === lender ? 4 * LENDER_USD : PURSE_USD));
      for (const spender of [positionManager, router, bridge]) {
        await write(chain, person, { contract: reserve.token, name: 'approve', args: [spender.address, MAX_UINT256] });
      }
    }
  }
  const pools: WorldPool[] = [];
  for (const { symbols, fee, tickSpacing } of POOLS) {
    const [a, b] = symbols.map((symbol) => market.reserves.find((reserve) => reserve.symbol === symbol)!);
    const [token0, token1] = BigInt(a!.token.address) < BigInt(b!.token.address) ? [a!, b!] : [b!, a!];
    const sqrtPriceX96 = getSqrtRatioAtTick(tickOf(token0, token1));
    const args = [token0.token.address, token1.token.address, fee, sqrtPriceX96];
    await write(chain, admin, { contract: positionManager, name: 'createAndInitializePoolIfNecessary', args });
    const address = await read(chain, factory, 'getPool', [token0.token.address, token1.token.address, fee]);
    const pool = {
      contract: { abi: shelves.core('UniswapV3Pool').abi, address: address as Hex },
      token0,
      token1,
      fee,
      tickSpacing,
    };
    pools.push(pool);
    await write(chain, lender, { contract: positionManager, name: 'mint', args: [wideMint(pool, lender)] });
  }
  for (const reserve of market.reserves) {
    const supply = [reserve.token.address, unitsOf(reserve, LENDER_USD), lender, 0];
    await write(chain, lender, { contract: market.pool, name: 'supply', args: supply });
    const purse = [bridge.address, unitsOf(reserve, LENDER_USD / 10)];
    await write(chain, lender, { contract: reserve.token, name: 'transfer', args: purse });
  }
  // Everyone has something to borrow against from the start, or most of what is tried would be refused.
  for (const person of people) {
    const reserve = random.pick(market.reserves);
    const supply = [reserve.token.address, unitsOf(reserve, random.logUniform(1_000, 100_000)), person, 0];
    await write(chain, person, { contract: market.pool, name: 'supply', args: supply });
  }
  return { chain, market, feeds, factory, positionManager, router, pools, bridge, people };
}

export function unitsOf(reserve: MarketReserve, usd: number): bigint {
  return (BigInt(Math.round((usd / reserve.listedPriceUsd) * 1e6)) * 10n ** BigInt(reserve.decimals)) / 1_000_000n;
}

/** The tick at which the pool's price is that of the listing. */
function tickOf(token0: MarketReserve, token1: MarketReserve): number {
  const price = token0.listedPriceUsd / token1.listedPriceUsd / 10 ** (token0.decimals - token1.decimals);
  return Math.floor(Math.log(price) / Math.log(1.0001));
}

export interface MintTerms {
  readonly tickLower: number;
  readonly tickUpper: number;
  readonly amount0Desired: bigint;
  readonly amount1Desired: bigint;
}

export function mintArguments({ token0, token1, fee }: WorldPool, recipient: Hex, terms: MintTerms): object {
  return {
    token0: token0.token.address,
    token1: token1.token.address,
    fee,
    ...terms,
    amount0Min: 0n,
    amount1Min: 0n,
    recipient,
    deadline: FAR_FUTURE_SECONDS,
  };
}

/** Liquidity wide enough that no swap here leaves it. */
function wideMint(pool: WorldPool, recipient: Hex): object {
  const middle = tickOf(pool.token0, pool.token1);
  const reach = 20_000;
  const aligned = (tick: number): number => Math.round(tick / pool.tickSpacing) * pool.tickSpacing;
  return mintArguments(pool, recipient, {
    tickLower: aligned(middle - reach),
    tickUpper: aligned(middle + reach),
    amount0Desired: unitsOf(pool.token0, LENDER_USD / 5),
    amount1Desired: unitsOf(pool.token1, LENDER_USD / 5),
  });
}
