import { amountsForLiquidity, changePoolLiquidity, type Univ3PoolState } from '@gimbal/quant';
import { explainSwap, isExplained, type SwapAttempt, type SwapCase } from './explainSwap.ts';
import { type Judgement, judgeSwap, type Undetermined, type Verdict } from './judgeSwap.ts';
import type { LoggedLiquidity, LoggedSwap, PoolEvent } from './poolEvents.ts';
import { liquidityAt } from './startsElsewhere.ts';

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

/** What may be known of a pool beside its events. */
export interface PoolKnowledge {
  /** Without a price; fee and spacing count. */
  readonly empty: Univ3PoolState;
  /** What it may have begun as. */
  readonly starts: readonly Univ3PoolState[];
  /** States with their ticks, of any moment: whoever comes to price, tick and liquidity of one has its ticks. */
  readonly snapshots: readonly Univ3PoolState[];
  /** Every liquidity event from the pool's beginning on is there, so what doesn't match is wrong rather than unknown. */
  readonly ticksComplete: boolean;
}

/** A swap that no state explained; the next one says more about it. */
interface Unexplained extends Judgement {
  readonly difference: Difference;
}

interface Progress {
  /** What the pool may be like now. After an unexplained swap: first what the log says, then what we came to. */
  states: readonly Univ3PoolState[];
  unexplained: Unexplained | undefined;
  reproduced: Record<SwapCase, number>;
  differences: Difference[];
  undetermined: Map<Undetermined, number>;
  crossing: number;
  liquidityMatched: number;
  liquidityCompared: number;
}

/** Runs the events of one pool, in order, from the states that it may have begun in. */
export function reproduceSwaps(events: readonly PoolEvent[], pool: PoolKnowledge): Reproduction {
  const progress: Progress = {
    states: pool.starts,
    unexplained: undefined,
    reproduced: { exactIn: 0, exactOut: 0, priceLimited: 0 },
    differences: [],
    undetermined: new Map(),
    crossing: 0,
    liquidityMatched: 0,
    liquidityCompared: 0,
  };
  // The ticks as the events alone give them: what a state is made of when only the log says where the price is.
  let known = pool.empty;
  for (const event of events) {
    if (event.kind === 'swap') {
      takeSwap(progress, event, known, pool);
      continue;
    }
    compareLiquidity(progress, event);
    progress.states = progress.states.flatMap((state) => afterLiquidity(state, event) ?? []);
    known = changePoolLiquidity(known, event) ?? known;
  }
  settle(progress, (unexplained) => unexplained.verdict);
  return progress;
}

function takeSwap(progress: Progress, logged: LoggedSwap, known: Univ3PoolState, pool: PoolKnowledge): void {
  const { states } = progress;
  const tried = states.map((state) => explainSwap(state, logged));
  const [byLog, ...byOurs] = tried.map((attempts) => attempts.some(isExplained));
  const followsOurs = byOurs.some(Boolean);
  settle(progress, ({ verdict, ifLogFollows }) => {
    if (byLog === followsOurs) return verdict;
    return followsOurs ? 'different' : ifLogFollows;
  });
  const attempts = tried.flat();
  const explained = attempts.find(isExplained);
  if (explained !== undefined) {
    progress.reproduced[explained.swapCase]++;
    if (explained.swapped.crossed > 0) progress.crossing++;
    progress.states = [withKnownTicks(explained.swapped.pool, pool)];
    return;
  }
  const judgement = judgeSwap(states[0], attempts, logged, pool.ticksComplete);
  progress.unexplained = { ...judgement, difference: differenceOf(attempts, logged) };
  const { ticks } = states[0] ?? known;
  const { sqrtPriceX96, tick } = logged;
  const liquidity = logged.liquidity ?? liquidityAt({ ...known, ticks }, tick);
  const log = withKnownTicks({ ...known, ticks, sqrtPriceX96, tick, liquidity }, pool);
  // What the log says is tried first; what each amount comes to tells whether the log was wrong.
  const ours = (tried[0] ?? []).map((attempt) => attempt.swapped.pool).filter((one) => !isSame(one, log));
  progress.states = [log, ...ours];
}

function settle(progress: Progress, verdictOf: (unexplained: Unexplained) => Verdict): void {
  const { unexplained } = progress;
  if (unexplained === undefined) return;
  const verdict = verdictOf(unexplained);
  if (verdict === 'different') progress.differences.push(unexplained.difference);
  else progress.undetermined.set(verdict, (progress.undetermined.get(verdict) ?? 0) + 1);
  progress.unexplained = undefined;
}

function isSame(one: Univ3PoolState, other: Univ3PoolState): boolean {
  return one.sqrtPriceX96 === other.sqrtPriceX96 && one.tick === other.tick && one.liquidity === other.liquidity;
}

function withKnownTicks(state: Univ3PoolState, { snapshots, ticksComplete }: PoolKnowledge): Univ3PoolState {
  const snapshot = ticksComplete ? undefined : snapshots.find((one) => isSame(one, state));
  return snapshot === undefined ? state : { ...state, ticks: snapshot.ticks };
}

/** A burn of what no event minted leaves the ticks that are known, and takes out of what the log says is in range. */
function afterLiquidity(state: Univ3PoolState, event: LoggedLiquidity): Univ3PoolState | undefined {
  const changed = changePoolLiquidity(state, event);
  if (changed !== undefined) return changed;
  const inRange = state.tick >= event.tickLower && state.tick < event.tickUpper;
  const liquidity = state.liquidity + (inRange ? event.liquidityChange : 0n);
  return liquidity < 0n ? undefined : { ...state, liquidity };
}

function differenceOf(attempts: readonly SwapAttempt[], logged: LoggedSwap): Difference {
  const place = `block ${logged.block} log ${logged.logIndex}`;
  const [nearest] = attempts.toSorted(
    (one, other) => one.fields.length - other.fields.length || (one.off < other.off ? -1 : 1),
  );
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
