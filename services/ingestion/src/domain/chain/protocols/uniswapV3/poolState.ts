import { event } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { Observed } from '../../../decoded.js';
import type { ChainPlace } from '../../chainFact.js';

/** A pool of concentrated liquidity, with what was swapped in within the last block that said something. */
export interface PoolState {
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  /** In range; undefined until a swap or a read has said it. */
  readonly liquidity: bigint | undefined;
  /** The block of the sums that follow. */
  readonly number: bigint;
  readonly lowestTick: number;
  readonly highestTick: number;
  readonly amount0In: bigint;
  readonly amount1In: bigint;
  /** Of the last swap of a v4 pool, hundredths of a basis point; 0 for a v3 pool. */
  readonly lpFeePips: number;
}

/** After a swap: the contracts log the price and the liquidity in range that it left. */
export function afterSwap(
  held: PoolState | undefined,
  number: bigint,
  swap: {
    readonly sqrtPriceX96: bigint;
    readonly tick: number;
    readonly liquidity: bigint;
    readonly amount0In: bigint;
    readonly amount1In: bigint;
    readonly lpFeePips: number;
  },
): PoolState {
  const { sqrtPriceX96, tick, liquidity, amount0In, amount1In, lpFeePips } = swap;
  const before = inBlock(held, number, tick);
  return {
    sqrtPriceX96,
    tick,
    liquidity,
    number,
    lowestTick: Math.min(before.lowestTick, tick),
    highestTick: Math.max(before.highestTick, tick),
    amount0In: before.amount0In + amount0In,
    amount1In: before.amount1In + amount1In,
    lpFeePips,
  };
}

/** At a price, by its own log or by a read. */
export function atPrice(
  held: PoolState | undefined,
  number: bigint,
  { sqrtPriceX96, tick }: { readonly sqrtPriceX96: bigint; readonly tick: number },
): PoolState {
  // A read that repeats what is known says nothing.
  if (held?.sqrtPriceX96 === sqrtPriceX96 && held.tick === tick) return held;
  const before = inBlock(held, number, tick);
  return { ...before, sqrtPriceX96, tick };
}

/** After liquidity came into a range or left it: the pool has it in range while lower <= tick < upper (whitepaper, 6.2). */
export function afterLiquidity(
  held: PoolState,
  change: { readonly lowerTick: number; readonly upperTick: number; readonly liquidity: bigint },
): PoolState {
  const inRange = change.lowerTick <= held.tick && held.tick < change.upperTick;
  if (!inRange || held.liquidity === undefined) return held;
  return { ...held, liquidity: held.liquidity + change.liquidity };
}

/** Said once price and liquidity are known, and never of liquidity below zero, whose facts began in the middle. */
export function poolObserved(
  state: PoolState,
  pool: { readonly feed: string; readonly chain: string; readonly pool: string; readonly hooks: string },
  { blockTimeUs: observedAtUs }: ChainPlace,
): readonly Observed[] {
  const { tick, lowestTick, highestTick, liquidity, amount0In, amount1In, lpFeePips } = state;
  if (liquidity === undefined || liquidity < 0n) return [];
  const observed = event(PoolObserved, {
    ...pool,
    tick,
    lowestTick,
    highestTick,
    liquidity: liquidity.toString(),
    amount0In: amount0In.toString(),
    amount1In: amount1In.toString(),
    observedAtUs,
    lpFeePips,
  });
  return [{ topic: 'market', key: pool.feed, observedAtUs, event: observed }];
}

function inBlock(held: PoolState | undefined, number: bigint, tick: number): PoolState {
  if (held?.number === number) return held;
  // The block begins where the one before ended.
  const from = held?.tick ?? tick;
  return {
    sqrtPriceX96: held?.sqrtPriceX96 ?? 0n,
    tick: from,
    liquidity: held?.liquidity,
    number,
    lowestTick: Math.min(from, tick),
    highestTick: Math.max(from, tick),
    amount0In: 0n,
    amount1In: 0n,
    lpFeePips: held?.lpFeePips ?? 0,
  };
}
