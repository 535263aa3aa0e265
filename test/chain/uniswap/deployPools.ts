import { getSqrtRatioAtTick } from '@gimbal/quant';
import type { ArtifactShelf } from '../artifacts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';

/** A pool at a price, and the ticks that its fee tier lets a range end on. */
export interface DeployedPool {
  readonly name: string;
  readonly contract: Contract;
  readonly fee: number;
  readonly tickSpacing: number;
  readonly sqrtPriceX96: bigint;
}

export interface DeployedUniswap {
  readonly token0: Contract;
  readonly token1: Contract;
  readonly factory: Contract;
  readonly positionManager: Contract;
  readonly router: Contract;
  readonly pools: readonly DeployedPool[];
}

/**
 * Closing ticks of the Polygon USDC/WETH 0.05 % pool (0x45dda9cb7c25131df268515131f647d726f50608) on 17 August 2023 at
 * 00:16, 21:40 and 21:46 UTC, from the pool's events by minute. Each stands in a fee tier of its own, so that all
 * tick spacings are met.
 */
const RECORDED: readonly (readonly [name: string, closeTick: number, fee: number, tickSpacing: number])[] = [
  ['00:16', 201_325, 500, 10],
  ['21:40', 201_909, 3_000, 60],
  ['21:46', 202_555, 10_000, 200],
  // The same price with the tokens the other way round, in the tier that the factory's owner enabled later.
  ['21:40 reversed', -201_909, 100, 1],
];

const NOBODY: Hex = '0x0000000000000000000000000000000000000000';
const MAX_UINT256 = 2n ** 256n - 1n;

/** Uniswap v3 with two tokens that `owner` has plenty of, and a pool for each recorded price. */
export async function deployUniswap(
  chain: LocalChain,
  shelves: { readonly core: ArtifactShelf; readonly periphery: ArtifactShelf; readonly token: ArtifactShelf },
  owner: Hex,
  random: SeededRandom,
): Promise<DeployedUniswap> {
  const { core, periphery, token } = shelves;
  const factory = await deploy(chain, owner, core('UniswapV3Factory'), []);
  // No position here is ever drawn, and ether is not used, so neither the descriptor nor WETH has to exist.
  const managerArguments = [factory.address, NOBODY, NOBODY];
  const positionManager = await deploy(chain, owner, periphery('NonfungiblePositionManager'), managerArguments);
  const router = await deploy(chain, owner, periphery('SwapRouter'), [factory.address, NOBODY]);
  const tokens: Contract[] = [];
  for (const symbol of ['USDC', 'WETH']) {
    const contract = await deploy(chain, owner, token('MintableERC20'), [symbol, symbol, 18]);
    const mint = contract.abi.filter((entry) => entry.name === 'mint' && 'inputs' in entry && isSingle(entry.inputs));
    await write(chain, owner, { contract: { ...contract, abi: mint }, name: 'mint', args: [2n ** 250n] });
    for (const spender of [positionManager, router]) {
      await write(chain, owner, { contract, name: 'approve', args: [spender.address, MAX_UINT256] });
    }
    tokens.push(contract);
  }
  tokens.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const [token0, token1] = tokens as [Contract, Contract];
  await write(chain, owner, { contract: factory, name: 'enableFeeAmount', args: [100, 1] });
  const pools: DeployedPool[] = [];
  for (const [name, closeTick, fee, tickSpacing] of RECORDED) {
    const floor = getSqrtRatioAtTick(closeTick);
    const inTick = getSqrtRatioAtTick(closeTick + 1) - floor;
    const sqrtPriceX96 = floor + (inTick * random.bits(32)) / 2n ** 32n;
    const args = [token0.address, token1.address, fee, sqrtPriceX96];
    await write(chain, owner, {
      contract: positionManager,
      name: 'createAndInitializePoolIfNecessary',
      args,
    });
    const address = await read(chain, factory, 'getPool', [token0.address, token1.address, fee]);
    const contract: Contract = { abi: core('UniswapV3Pool').abi, address: address as Hex };
    pools.push({ name, contract, fee, tickSpacing, sqrtPriceX96 });
  }
  return { token0, token1, factory, positionManager, router, pools };
}

function isSingle(inputs: unknown): boolean {
  return Array.isArray(inputs) && inputs.length === 1;
}
