import { type PoolSwap, type SwappedPool, swapInPool, type TokenAmounts, type Univ3PoolState } from '@gimbal/quant';
import type { LoggedSwap } from './poolEvents.ts';

/** What the taker must have asked for. `priceLimited`: the limit ended the swap, with some of the amount left over. */
export type SwapCase = 'exactIn' | 'exactOut' | 'priceLimited';

export interface SwapAttempt {
  readonly swapCase: SwapCase;
  readonly swapped: SwappedPool;
  /** Largest distance of an amount, price or liquidity from the logged one, raw units. */
  readonly off: bigint;
  /** The field that is furthest out. */
  readonly field: string;
  /** All fields that are not the logged ones. */
  readonly fields: readonly string[];
}

export const UNLIMITED = 2n ** 255n - 1n;

/**
 * A log says what happened, not what was asked for. Tried in this order, and the first that gives the whole event is the
 * explanation: (1) exactly the logged input, no limit; (2) exactly the logged output, no limit; (3) an unlimited input
 * that stops at the logged price. (1) and (2) are given one of five numbers and must find the other four, (3) is given
 * the price. Where the archive says what was asked for, only what agrees with it is tried. The direction is that of the token that was paid in; a swap that moves no token moves through a range
 * without liquidity, and the price says where to. Returns the explanation alone, or all attempts when there is none.
 */
export function explainSwap(pool: Univ3PoolState, logged: LoggedSwap): readonly SwapAttempt[] {
  const zeroForOne = isZeroForOne(pool, logged);
  const paidIn = paidInOf(logged, zeroForOne);
  const paidOut = paidOutOf(logged, zeroForOne);
  if (paidIn < 0n || paidOut < 0n) return [];
  const attempts: SwapAttempt[] = [];
  for (const [swapCase, swap] of [
    ['exactIn', { zeroForOne, amountIn: paidIn }],
    ['exactOut', { zeroForOne, amountOut: paidOut }],
    ['priceLimited', { zeroForOne, amountIn: UNLIMITED, sqrtPriceLimitX96: logged.sqrtPriceX96 }],
  ] as const satisfies readonly (readonly [SwapCase, PoolSwap])[]) {
    const swapped = wasAsked(swapCase, logged.amountSpecified, paidIn, paidOut) ? swapInPool(pool, swap) : undefined;
    if (swapped === undefined) continue;
    const attempt = { swapCase, swapped, ...furthest(swapped, logged) };
    if (isExplained(attempt)) return [attempt];
    attempts.push(attempt);
  }
  return attempts;
}

/** Of a limited amount a part may be left over, and archives that don't know which ask for what was paid. */
function wasAsked(swapCase: SwapCase, asked: bigint | undefined, paidIn: bigint, paidOut: bigint): boolean {
  if (asked === undefined) return true;
  if (swapCase === 'exactIn') return asked === paidIn;
  if (swapCase === 'exactOut') return -asked === paidOut;
  return asked > 0n ? asked >= paidIn : -asked >= paidOut;
}

export function isExplained({ field }: SwapAttempt): boolean {
  return field === '';
}

/** What the pool got, 0 or more; its Swap event has it with this sign. */
export function paidInOf({ amount0, amount1 }: TokenAmounts, zeroForOne: boolean): bigint {
  return zeroForOne ? amount0 : amount1;
}

/** What the pool gave, 0 or more; its Swap event has it with the other sign. */
export function paidOutOf({ amount0, amount1 }: TokenAmounts, zeroForOne: boolean): bigint {
  return zeroForOne ? -amount1 : -amount0;
}

export function isZeroForOne(pool: Univ3PoolState, logged: LoggedSwap): boolean {
  if (logged.amount0 !== 0n || logged.amount1 !== 0n) return logged.amount0 > 0n || logged.amount1 < 0n;
  return logged.sqrtPriceX96 < pool.sqrtPriceX96;
}

/** Field is empty when all five are equal. */
function furthest(
  { pool, amount0, amount1 }: SwappedPool,
  logged: LoggedSwap,
): Pick<SwapAttempt, 'off' | 'field' | 'fields'> {
  const pairs: readonly (readonly [field: string, ours: bigint, theirs: bigint | undefined])[] = [
    ['amount0', amount0, logged.amount0],
    ['amount1', amount1, logged.amount1],
    ['liquidity', pool.liquidity, logged.liquidity],
    ['tick', BigInt(pool.tick), BigInt(logged.tick)],
    ['sqrtPriceX96', pool.sqrtPriceX96, logged.sqrtPriceX96],
  ];
  let far = { off: 0n, field: '' };
  const fields: string[] = [];
  for (const [field, ours, theirs] of pairs) {
    if (theirs === undefined) continue;
    const off = ours < theirs ? theirs - ours : ours - theirs;
    if (off > 0n) fields.push(field);
    if (off > far.off) far = { off, field };
  }
  return { ...far, fields };
}
