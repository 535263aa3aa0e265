import { amountsForLiquidity, changePoolLiquidity, type Univ3PoolState } from '@gimbal/quant';
import { explainSwap, isExplained, type SwapAttempt, type SwapCase } from './explainSwap.ts';
import type { LoggedLiquidity, LoggedSwap, PoolEvent } from './poolEvents.ts';
import { liquidityAt, startsElsewhere } from './startsElsewhere.ts';

/** Why a swap can neither be confirmed nor called wrong. */
export type Undetermined =
  /** Nothing says what the pool was like before it. */
  | 'no state before it'
  /** It is a sound swap from another price: events between are missing. */
  | 'events missing before it'
  /** The liquidity events don't add up to the liquidity that the log says. */
  | 'liquidity events missing';

export interface Difference {
  readonly place: string;
  readonly field: string;
  readonly off: bigint;
}

export interface Reproduction {
  readonly reproduced: Readonly<Record<SwapCase, number>>;
  readonly differences: readonly Difference[];
  readonly undetermined: ReadonlyMap<Undetermined, number>;
  /** Swaps that crossed at least one initialised tick, of the reproduced. */
  readonly crossing: number;
  /** Mints and burns whose amounts the pool state gives to the unit, of those that could be compared. */
  readonly liquidityMatched: number;
  readonly liquidityCompared: number;
}

/** The log's own state and what the first of the states before came to in its three cases. */
const STATES_MAX = 4;

interface Progress {
  /** What the pool may be like now; more than one after a swap that neither state explains. */
  states: readonly Univ3PoolState[];
  reproduced: Record<SwapCase, number>;
  differences: Difference[];
  undetermined: Map<Undetermined, number>;
  crossing: number;
  liquidityMatched: number;
  liquidityCompared: number;
}

/**
 * Runs the events of one pool, in order, from the states that it may have begun in. `ticksComplete`: every liquidity
 * event from the pool's beginning on is there, so what doesn't match is wrong rather than unknown.
 */
export function reproduceSwaps(
  events: readonly PoolEvent[],
  empty: Univ3PoolState,
  starts: readonly Univ3PoolState[],
  ticksComplete: boolean,
): Reproduction {
  const progress: Progress = {
    states: starts,
    reproduced: { exactIn: 0, exactOut: 0, priceLimited: 0 },
    differences: [],
    undetermined: new Map(),
    crossing: 0,
    liquidityMatched: 0,
    liquidityCompared: 0,
  };
  // The ticks as the events alone give them: what a state is made of when only the log says where the price is.
  let known = empty;
  for (const event of events) {
    if (event.kind === 'swap') takeSwap(progress, event, known, ticksComplete);
    else {
      compareLiquidity(progress, event);
      progress.states = progress.states.flatMap((state) => changePoolLiquidity(state, event) ?? []);
      known = changePoolLiquidity(known, event) ?? known;
    }
  }
  return progress;
}

function takeSwap(progress: Progress, logged: LoggedSwap, known: Univ3PoolState, ticksComplete: boolean): void {
  const attempts = progress.states.flatMap((state) => explainSwap(state, logged));
  const explained = attempts.find(isExplained);
  if (explained !== undefined) {
    progress.reproduced[explained.swapCase]++;
    if (explained.swapped.crossed > 0) progress.crossing++;
    progress.states = [explained.swapped.pool];
    return;
  }
  const verdict = judge(progress.states, logged, known, ticksComplete);
  if (verdict === undefined) progress.differences.push(differenceOf(attempts, logged));
  else progress.undetermined.set(verdict, (progress.undetermined.get(verdict) ?? 0) + 1);
  const { ticks } = progress.states[0] ?? known;
  const { sqrtPriceX96, tick, liquidity } = logged;
  // The log is believed, and so is what each amount comes to, until the next swap follows from one of them.
  const ours = verdict === undefined ? attempts.map((one) => one.swapped.pool) : [];
  progress.states = [{ ...known, ticks, sqrtPriceX96, tick, liquidity }, ...ours].slice(0, STATES_MAX);
}

/** `undefined` when everything that decides the swap is known, so that it is wrong or we are. */
function judge(
  states: readonly Univ3PoolState[],
  logged: LoggedSwap,
  known: Univ3PoolState,
  ticksComplete: boolean,
): Undetermined | undefined {
  const [state] = states;
  if (state === undefined) return 'no state before it';
  if (startsElsewhere(logged, state)) return 'events missing before it';
  if (ticksComplete) return undefined;
  const explains =
    liquidityAt(known, logged.tick) === logged.liquidity && liquidityAt(known, state.tick) === state.liquidity;
  return explains ? undefined : 'liquidity events missing';
}

function differenceOf(attempts: readonly SwapAttempt[], logged: LoggedSwap): Difference {
  const place = `block ${logged.block} log ${logged.logIndex}`;
  const [nearest] = attempts.toSorted((one, other) => (one.off < other.off ? -1 : 1));
  // Without an attempt nothing can be said of the amounts: both went the same way, or the price didn't move.
  return nearest === undefined
    ? { place, field: 'direction', off: 0n }
    : { place, field: nearest.field, off: nearest.off };
}

/** The pool takes amounts rounded up and pays amounts rounded down. A Burn of nothing collects fees alone. */
function compareLiquidity(progress: Progress, event: LoggedLiquidity): void {
  const [state] = progress.states;
  const { amount0, amount1, liquidityChange, tickLower, tickUpper } = event;
  if (state === undefined || progress.states.length > 1 || amount0 === undefined || amount1 === undefined) return;
  const minted = liquidityChange > 0n;
  const liquidity = minted ? liquidityChange : -liquidityChange;
  const ours = amountsForLiquidity(state.sqrtPriceX96, tickLower, tickUpper, liquidity, minted ? 'up' : 'down');
  progress.liquidityCompared++;
  if (ours.amount0 === amount0 && ours.amount1 === amount1) progress.liquidityMatched++;
}
