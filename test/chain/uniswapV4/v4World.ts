import { encodeAbiParameters, keccak256 } from 'viem';
import { type Contract, deploy, toHex, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { type PositionTerms, v4Mint } from './v4Calls.ts';
import { v4Artifacts } from './v4Artifacts.ts';

export interface V4Key {
  readonly currency0: Hex;
  readonly currency1: Hex;
  readonly fee: number;
  readonly tickSpacing: number;
  readonly hooks: Hex;
}

export interface V4Pool {
  readonly id: Hex;
  readonly key: V4Key;
  /** Whether the catalogue lists it; positions are followed in either. */
  readonly isWatched: boolean;
}

/** What a pool's currencies are called, and how many decimals they have. */
export interface V4Currency {
  readonly address: Hex;
  readonly asset: string;
  readonly decimals: number;
}

/** Pools of Uniswap v4 with people who provide liquidity to them, and one whom nobody watches. */
export interface V4World {
  readonly chain: LocalChain;
  readonly poolManager: Contract;
  readonly positionManager: Contract;
  readonly stateView: Contract;
  readonly swapper: Contract;
  readonly donor: Contract;
  readonly currencies: readonly V4Currency[];
  readonly pools: readonly V4Pool[];
  readonly people: readonly Hex[];
  readonly stranger: Hex;
}

export const NATIVE: Hex = '0x0000000000000000000000000000000000000000';
const MAX_UINT256 = 2n ** 256n - 1n;
const PLENTY = 10n ** 30n;
/** A price of 1, in integers of the tokens. */
const SQRT_PRICE_X96 = 2n ** 96n;
/** Wide enough that no swap here leaves it. */
const WIDE_TICKS = 60_000;
const WIDE_LIQUIDITY = 10n ** 21n;
/** Hundredths of a basis point of what is swapped in, in either direction (12 bits each): it never comes to liquidity. */
const PROTOCOL_FEE = 500 + (500 << 12);

export async function buildV4World(chain: LocalChain, peopleCount: number, random: SeededRandom): Promise<V4World> {
  const artifacts = v4Artifacts();
  const admin = await newPerson(chain, random);
  const poolManager = await deploy(chain, admin, artifacts.poolManager, [admin]);
  // Nothing is paid by permit and no position is drawn, so neither Permit2 nor the descriptor nor WETH has to exist.
  const positionManager = await deploy(chain, admin, artifacts.positionManager, [
    poolManager.address,
    NATIVE,
    100_000n,
    NATIVE,
    NATIVE,
  ]);
  const stateView = await deploy(chain, admin, artifacts.stateView, [poolManager.address]);
  const swapper = await deploy(chain, admin, artifacts.swapper, [poolManager.address]);
  const donor = await deploy(chain, admin, artifacts.donor, [poolManager.address]);
  const tokens = [
    { asset: 'AAA', decimals: 18, contract: await deploy(chain, admin, artifacts.token, ['A', 'AAA', 18]) },
    { asset: 'BBB', decimals: 6, contract: await deploy(chain, admin, artifacts.token, ['B', 'BBB', 6]) },
  ].sort((a, b) => (BigInt(a.contract.address) < BigInt(b.contract.address) ? -1 : 1));
  const currencies: V4Currency[] = [
    { address: NATIVE, asset: 'ETH', decimals: 18 },
    ...tokens.map(({ asset, decimals, contract }) => ({ address: contract.address, asset, decimals })),
  ];

  const people: Hex[] = [];
  for (let i = 0; i < peopleCount; i++) people.push(await newPerson(chain, random));
  const stranger = await newPerson(chain, random);
  // Whoever mints is lent it by the position manager: what is paid in is none of what is compared.
  await chain.rpc('anvil_setBalance', [positionManager.address, toHex(PLENTY)]);
  for (const { contract } of tokens) {
    for (const holder of [positionManager.address, stranger, ...people]) {
      await write(chain, admin, { contract, name: 'mint', args: [holder, PLENTY] });
    }
    for (const person of [stranger, ...people]) {
      for (const spender of [swapper, donor]) {
        await write(chain, person, { contract, name: 'approve', args: [spender.address, MAX_UINT256] });
      }
    }
  }

  const [one, two] = currencies.slice(1).map(({ address }) => address) as [Hex, Hex];
  const pools = [
    poolOf({ currency0: NATIVE, currency1: one, fee: 3_000, tickSpacing: 60, hooks: NATIVE }, true),
    poolOf({ currency0: one, currency1: two, fee: 500, tickSpacing: 10, hooks: NATIVE }, true),
    poolOf({ currency0: NATIVE, currency1: two, fee: 10_000, tickSpacing: 200, hooks: NATIVE }, false),
  ];
  const world = {
    chain,
    poolManager,
    positionManager,
    stateView,
    swapper,
    donor,
    currencies,
    pools,
    people,
    stranger,
  };
  await write(chain, admin, { contract: poolManager, name: 'setProtocolFeeController', args: [admin] });
  for (const { key } of pools) {
    await write(chain, admin, { contract: poolManager, name: 'initialize', args: [key, SQRT_PRICE_X96] });
    const reach = Math.floor(WIDE_TICKS / key.tickSpacing) * key.tickSpacing;
    const terms: PositionTerms = { lowerTick: -reach, upperTick: reach, liquidity: WIDE_LIQUIDITY };
    await write(chain, stranger, v4Mint(world, key, terms, stranger));
  }
  await write(chain, admin, { contract: poolManager, name: 'setProtocolFee', args: [pools[1]!.key, PROTOCOL_FEE] });
  return world;
}

function poolOf(key: V4Key, isWatched: boolean): V4Pool {
  const types = ['address', 'address', 'uint24', 'int24', 'address'].map((type) => ({ type }));
  return { id: keccak256(encodeAbiParameters(types, Object.values(key))), key, isWatched };
}
