import type { MarketReserve } from '../aave/market.ts';
import { type ContractCall, read, readAll, revertOf, write } from '../contracts.ts';
import { latestSeconds, passTime } from '../clock.ts';
import { type Hex, RpcError } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { mintArguments, unitsOf, type World } from './world.ts';

const VARIABLE_RATE = 2n;
const MAX_UINT256 = 2n ** 256n - 1n;
const MAX_UINT128 = 2n ** 128n - 1n;
const FAR_FUTURE_SECONDS = 2n ** 40n;

export const ACTIONS = [
  'supply',
  'withdraw',
  'borrow',
  'repay',
  'collateral',
  'e-mode',
  'a-token transfer',
  'transfer',
  'liquidate',
  'oracle',
  'mint',
  'increase',
  'burn',
  'collect',
  'position transfer',
  'swap',
  'wait',
] as const;
export type ActionKind = (typeof ACTIONS)[number];

/** One random action of one random person; a contract may refuse it, and then nothing happened but a block. */
export async function act(world: World, random: SeededRandom): Promise<{ kind: ActionKind; refused: boolean }> {
  const kind = random.pick(ACTIONS);
  const who = random.pick(world.people);
  const call = await callOf(world, kind, who, random);
  if (call === undefined) return { kind, refused: true };
  try {
    await write(world.chain, call.from ?? who, call);
    return { kind, refused: false };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return { kind, refused: true };
  }
}

export type Call = ContractCall & { readonly from?: Hex };

async function callOf(world: World, kind: ActionKind, who: Hex, random: SeededRandom): Promise<Call | undefined> {
  const { market, chain, positionManager } = world;
  const reserve = (await held(world, kind, who, random)) ?? random.pick(market.reserves);
  const token = reserve.token.address;
  const other = random.pick(world.people);
  const amount = unitsOf(reserve, random.logUniform(10, 100_000)) + random.bits(16);
  const borrowed = unitsOf(reserve, random.logUniform(10, 20_000)) + random.bits(16);
  const pool = (name: string, ...args: readonly unknown[]): Call => ({ contract: market.pool, name, args });
  const manager = (name: string, ...args: readonly unknown[]): Call => ({ contract: positionManager, name, args });
  switch (kind) {
    case 'supply':
      return pool('supply', token, amount, random.chance(0.8) ? who : other, 0);
    case 'withdraw':
      return pool('withdraw', token, random.chance(0.2) ? MAX_UINT256 : borrowed, random.chance(0.8) ? who : other);
    case 'borrow':
      return borrowOf(world, who, reserve, random);
    case 'repay':
      return pool('repay', token, random.chance(0.3) ? MAX_UINT256 : amount, VARIABLE_RATE, who);
    case 'collateral':
      return pool('setUserUseReserveAsCollateral', token, random.chance(0.6));
    case 'e-mode':
      return pool('setUserEMode', random.whole(0, 2));
    case 'a-token transfer':
      return { contract: reserve.aToken, name: 'transfer', args: [other, borrowed] };
    case 'transfer':
      return { contract: reserve.token, name: 'transfer', args: [other, amount] };
    case 'liquidate':
      return liquidationOf(world, who, random);
    case 'oracle': {
      const price = Math.round(
        reserve.listedPriceUsd *
          1e8 *
          (reserve.symbol === 'WETH' ? random.logUniform(0.5, 1.5) : random.logUniform(0.97, 1.03)),
      );
      return { contract: world.feeds.get(reserve.symbol)!, name: 'submit', args: [BigInt(price)] };
    }
    case 'mint':
      return mintOf(world, who, random);
    case 'increase':
    case 'burn':
    case 'collect':
    case 'position transfer': {
      const tokenId = await somePosition(world, who, random);
      if (tokenId === undefined) return undefined;
      if (kind === 'position transfer') return manager('transferFrom', who, other, tokenId);
      if (kind === 'collect') {
        return manager('collect', { tokenId, recipient: who, amount0Max: MAX_UINT128, amount1Max: MAX_UINT128 });
      }
      const bounds = { amount0Min: 0n, amount1Min: 0n, deadline: FAR_FUTURE_SECONDS };
      if (kind === 'increase') {
        const desired = { amount0Desired: amount, amount1Desired: amount };
        return manager('increaseLiquidity', { tokenId, ...desired, ...bounds });
      }
      const position = (await read(chain, positionManager, 'positions', [tokenId])) as readonly unknown[];
      const held = position[7] as bigint;
      const liquidity = random.chance(0.4) ? held : (held * (1n + random.bits(16))) / 2n ** 16n;
      return manager('decreaseLiquidity', { tokenId, liquidity, ...bounds });
    }
    case 'swap':
      return swapOf(world, who, random);
    case 'wait':
      await passTime(chain, BigInt(random.whole(60, 86_400)));
      return undefined;
  }
}

/** Most of what the person may borrow, so that a new price brings some of them under water. */
async function borrowOf(
  { chain, market }: World,
  who: Hex,
  reserve: MarketReserve,
  random: SeededRandom,
): Promise<Call | undefined> {
  const data = (await read(chain, market.pool, 'getUserAccountData', [who])) as readonly bigint[];
  const priceBase = (await read(chain, market.oracle, 'getAssetPrice', [reserve.token.address])) as bigint;
  const room = (data[2]! * BigInt(random.whole(300, 999))) / 1_000n;
  const units = (room * 10n ** BigInt(reserve.decimals)) / priceBase;
  if (units === 0n) return undefined;
  return { contract: market.pool, name: 'borrow', args: [reserve.token.address, units, VARIABLE_RATE, 0, who] };
}

/** A reserve of which the person has what the action needs: most of what is tried would be refused otherwise. */
async function held(
  { chain, market }: World,
  kind: ActionKind,
  who: Hex,
  random: SeededRandom,
): Promise<MarketReserve | undefined> {
  const supplied = kind === 'withdraw' || kind === 'a-token transfer' || kind === 'collateral';
  if (!supplied && kind !== 'repay') return undefined;
  const tokens = market.reserves.map(({ aToken, variableDebtToken }) => (supplied ? aToken : variableDebtToken));
  const calls = tokens.map((contract) => ({ contract, name: 'scaledBalanceOf', args: [who] }));
  const balances = (await readAll(chain, calls)) as readonly bigint[];
  const some = market.reserves.filter((_, i) => balances[i] !== 0n);
  return some.length === 0 ? undefined : random.pick(some);
}

function mintOf(world: World, who: Hex, random: SeededRandom): Call {
  const pool = random.pick(world.pools);
  const price =
    pool.token0.listedPriceUsd / pool.token1.listedPriceUsd / 10 ** (pool.token0.decimals - pool.token1.decimals);
  const middle = Math.round(Math.log(price) / Math.log(1.0001) / pool.tickSpacing);
  const [a, b] = [random.whole(-300, 300), random.whole(-300, 300)];
  const [lower, upper] = a === b ? [a, a + 1] : [Math.min(a, b), Math.max(a, b)];
  const usd = random.logUniform(100, 50_000);
  const terms = {
    tickLower: (middle + lower) * pool.tickSpacing,
    tickUpper: (middle + upper) * pool.tickSpacing,
    amount0Desired: unitsOf(pool.token0, usd),
    amount1Desired: unitsOf(pool.token1, usd),
  };
  return { contract: world.positionManager, name: 'mint', args: [mintArguments(pool, who, terms)] };
}

export function swapOf(world: World, who: Hex, random: SeededRandom): Call {
  const pool = random.pick(world.pools);
  const [from, to] = random.chance(0.5) ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
  const parameters = {
    tokenIn: from.token.address,
    tokenOut: to.token.address,
    fee: pool.fee,
    recipient: who,
    deadline: FAR_FUTURE_SECONDS,
    amountIn: unitsOf(from, random.logUniform(10, 100_000)),
    amountOutMinimum: 0n,
    sqrtPriceLimitX96: 0n,
  };
  return { contract: world.router, name: 'exactInputSingle', args: [parameters] };
}

/** A liquidation that the pool takes, of whoever is under water; undefined when nobody is. */
async function liquidationOf(world: World, who: Hex, random: SeededRandom): Promise<Call | undefined> {
  const { chain, market } = world;
  const atSeconds = (await latestSeconds(chain)) + 1n;
  for (const person of [...world.people].sort(() => random.unit() - 0.5)) {
    if (person === who) continue;
    const data = (await read(chain, market.pool, 'getUserAccountData', [person])) as readonly bigint[];
    if (data[5]! >= 10n ** 18n || data[1] === 0n) continue;
    for (const collateral of market.reserves) {
      for (const debt of market.reserves) {
        const cover = random.chance(0.5) ? MAX_UINT256 : unitsOf(debt, random.logUniform(10, 10_000));
        const args = [collateral.token.address, debt.token.address, person, cover, random.chance(0.3)];
        const call = { contract: market.pool, name: 'liquidationCall', args };
        if ((await revertOf(chain, who, call, atSeconds)) === undefined) return call;
      }
    }
  }
  return undefined;
}

async function somePosition(world: World, who: Hex, random: SeededRandom): Promise<bigint | undefined> {
  const { chain, positionManager } = world;
  const count = (await read(chain, positionManager, 'balanceOf', [who])) as bigint;
  if (count === 0n) return undefined;
  const index = BigInt(random.whole(0, Number(count) - 1));
  return (await read(chain, positionManager, 'tokenOfOwnerByIndex', [who, index])) as bigint;
}
