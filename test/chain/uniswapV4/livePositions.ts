import { read, readAll } from '../contracts.ts';
import { type Hex, RpcError } from '../localChain.ts';
import type { V4Key, V4World } from './v4World.ts';

export interface LivePosition {
  readonly tokenId: bigint;
  readonly owner: Hex;
  readonly key: V4Key;
  readonly lowerTick: number;
  readonly upperTick: number;
  readonly liquidity: bigint;
}

/** Every position that stands, whoever owns it, as the contracts say it. */
export async function livePositions(world: V4World): Promise<readonly LivePosition[]> {
  const next = (await read(world.chain, world.positionManager, 'nextTokenId')) as bigint;
  const tokenIds = Array.from({ length: Number(next) - 1 }, (_, place) => BigInt(place + 1));
  const found = await Promise.all(tokenIds.map((tokenId) => livePosition(world, tokenId)));
  return found.filter((position) => position !== undefined);
}

async function livePosition(
  { chain, positionManager, stateView, pools }: V4World,
  tokenId: bigint,
): Promise<LivePosition | undefined> {
  const owner = await ownerOf(chain, positionManager, tokenId);
  if (owner === undefined) return undefined;
  const [answer, liquidity] = await readAll(chain, [
    { contract: positionManager, name: 'getPoolAndPositionInfo', args: [tokenId] },
    { contract: positionManager, name: 'getPositionLiquidity', args: [tokenId] },
  ]);
  const [key, info] = answer as readonly [V4Key, bigint];
  const pool = pools.find((candidate) => sameKey(candidate.key, key));
  if (pool === undefined) throw new Error(`Expected a pool of this world, was ${JSON.stringify(key)}`);
  const [lowerTick, upperTick] = [8n, 32n].map((at) => Number(BigInt.asIntN(24, info >> at))) as [number, number];
  const salt: Hex = `0x${tokenId.toString(16).padStart(64, '0')}`;
  // The ticks, by the contract itself: under others there is no such liquidity.
  const args = [pool.id, positionManager.address, lowerTick, upperTick, salt];
  const [held] = (await read(chain, stateView, 'getPositionInfo', args)) as readonly [bigint];
  if (held !== liquidity) throw new Error(`Expected ${String(liquidity)} in the range of ${tokenId}, was ${held}`);
  return { tokenId, owner: owner.toLowerCase() as Hex, key: pool.key, lowerTick, upperTick, liquidity: held };
}

function sameKey(a: V4Key, b: V4Key): boolean {
  const text = (key: V4Key): string =>
    [key.currency0, key.currency1, key.fee, key.tickSpacing, key.hooks].join(' ').toLowerCase();
  return text(a) === text(b);
}

async function ownerOf(
  chain: V4World['chain'],
  positionManager: V4World['positionManager'],
  tokenId: bigint,
): Promise<Hex | undefined> {
  try {
    return (await read(chain, positionManager, 'ownerOf', [tokenId])) as Hex;
  } catch (error) {
    // Burnt.
    if (error instanceof RpcError) return undefined;
    throw error;
  }
}
