import { encodePacked, type Hex, keccak256 } from 'viem';
import type { ProtocolRow } from '../protocolFold.js';
import type { PoolState } from './poolState.js';

export interface UniswapV3PoolRow extends ProtocolRow {
  readonly protocol: 'uniswap-v3-pool';
  readonly kind: 'pool';
  readonly chain: string;
  readonly pool: string;
  readonly feed: string;
  readonly state: PoolState;
}

/** Fee growth that was read: of the whole pool under `global`, beside a tick under its number. */
export interface FeeGrowthRow extends ProtocolRow {
  readonly protocol: 'uniswap-v3-pool';
  readonly kind: 'fee_growth';
  /** The block at whose end it was that much. */
  readonly number: bigint;
  readonly growth0X128: bigint;
  readonly growth1X128: bigint;
}

/** What one owner has in one range, all its numbered positions there together. */
export interface PoolPositionRow extends ProtocolRow {
  readonly protocol: 'uniswap-v3-pool';
  readonly kind: 'pool_position';
  readonly number: bigint;
  readonly liquidity: bigint;
  readonly inside0LastX128: bigint;
  readonly inside1LastX128: bigint;
  readonly owed0: bigint;
  readonly owed1: bigint;
}

export function uniswapV3PoolKey(pool: string): string {
  return `uniswap-v3-pool/${pool}`;
}

/** `place` is global, or a tick. */
export function feeGrowthKey(pool: string, place: 'global' | number): string {
  return `uniswap-v3-pool/${pool}/growth/${place}`;
}

/** By the key under which the pool has it. */
export function poolPositionKey(pool: string, key: string): string {
  return `uniswap-v3-pool/${pool}/position/${key}`;
}

/** The pool's own key of a position: the hash of owner and range (Position.sol of v3-core). */
export function positionHash(owner: string, lowerTick: number, upperTick: number): Hex {
  return keccak256(encodePacked(['address', 'int24', 'int24'], [owner as Hex, lowerTick, upperTick]));
}
