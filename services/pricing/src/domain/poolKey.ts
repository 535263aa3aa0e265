import type { Univ2Share, Univ3Range, Univ4Range } from '@gimbal/instruments';

/** Where a liquidity position's pool stands in the directory: `chain:address`, of Uniswap v4 `chain:poolId`. */
export function poolKey(position: Univ2Share | Univ3Range | Univ4Range): string {
  return `${position.chain}:${position.kind === 'univ4' ? position.poolId : position.pool}`;
}
