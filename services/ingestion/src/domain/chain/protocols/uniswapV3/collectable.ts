import { feeGrowthInsideX128, feesSince } from '@gimbal/quant';
import type { RowReader } from '../protocolFold.js';
import {
  type FeeGrowthRow,
  feeGrowthKey,
  poolPositionKey,
  type PoolPositionRow,
  positionHash,
  uniswapV3PoolKey,
  type UniswapV3PoolRow,
} from './poolRows.js';
import type { UniswapV3PositionFact } from './uniswapV3Facts.js';

type PositionRead = Extract<UniswapV3PositionFact, { readonly kind: 'nft_read' }>;

/** What is owed is counted in 128 bits, and wraps. */
const UINT128_MAX = 2n ** 128n - 1n;

/**
 * What collecting a numbered position would pay at the end of a block, integers of the tokens, as NonfungiblePositionManager does it: what
 * is owed already and the fees since the position was touched last, and at most what the pool owes to the manager for that
 * range, which is rounded by itself. Undefined unless the pool's growth was read at the same block.
 */
export function collectable(
  rows: RowReader,
  manager: string,
  position: PositionRead,
  number: bigint,
): readonly [bigint, bigint] | undefined {
  const { pool, lowerTick, upperTick, liquidity } = position;
  const key = poolPositionKey(pool, positionHash(manager, lowerTick, upperTick));
  const ofRange = rows.get(key) as PoolPositionRow | undefined;
  if (ofRange?.number !== number) return undefined;
  const owed = [position.owed0, position.owed1] as const;
  const byPool = [ofRange.owed0, ofRange.owed1] as const;
  // An empty position is paid what stands to it, and nothing is reckoned anew.
  if (liquidity === 0n) return [least(owed[0], byPool[0]), least(owed[1], byPool[1])];
  const inside = growthInside(rows, position, number);
  if (inside === undefined) return undefined;
  const last = [position.inside0LastX128, position.inside1LastX128] as const;
  const lastByPool = [ofRange.inside0LastX128, ofRange.inside1LastX128] as const;
  const paid = (token: 0 | 1): bigint =>
    least(
      (owed[token] + feesSince(liquidity, inside[token], last[token])) & UINT128_MAX,
      (byPool[token] + feesSince(ofRange.liquidity, inside[token], lastByPool[token])) & UINT128_MAX,
    );
  return [paid(0), paid(1)];
}

/** Growth of both tokens' fees inside the range, at the end of the block. */
function growthInside(
  rows: RowReader,
  { pool, lowerTick, upperTick }: PositionRead,
  number: bigint,
): readonly [bigint, bigint] | undefined {
  const state = (rows.get(uniswapV3PoolKey(pool)) as UniswapV3PoolRow | undefined)?.state;
  const at = (place: 'global' | number): FeeGrowthRow | undefined => {
    const row = rows.get(feeGrowthKey(pool, place)) as FeeGrowthRow | undefined;
    return row?.number === number ? row : undefined;
  };
  const [global, lower, upper] = [at('global'), at(lowerTick), at(upperTick)];
  if (state === undefined || global === undefined || lower === undefined || upper === undefined) return undefined;
  const inside = (token: 'growth0X128' | 'growth1X128'): bigint =>
    feeGrowthInsideX128(
      { globalX128: global[token], outsideLowerX128: lower[token], outsideUpperX128: upper[token] },
      state.tick,
      lowerTick,
      upperTick,
    );
  return [inside('growth0X128'), inside('growth1X128')];
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
