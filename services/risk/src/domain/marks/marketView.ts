import { dollarPoolsOf, type PoolRow } from '../liquidity/poolRows.js';
import type { RiskState } from '../riskState.js';
import type { MarkFrame } from './markFrame.js';

/** Frames of underlyings, and the pools in which each is exchanged for dollars, as they stand; what isn't marked is left out. */
export interface MarketView {
  readonly frames: ReadonlyMap<string, MarkFrame>;
  readonly pools: ReadonlyMap<string, readonly PoolRow[]>;
}

/** Underlyings that a book looks at, and a text that stands for them. */
export interface Underlyings {
  readonly names: readonly string[];
  readonly key: string;
}

export function underlyingsOf(names: readonly string[]): Underlyings {
  return { names, key: JSON.stringify(names) };
}

/** Of each state, by the underlyings. All are dropped when one has moved, so that none keeps old frames alive. */
const viewsByState = new WeakMap<RiskState, Map<string, MarketView>>();

/** One view for all books with the same underlyings, until a frame or a pool moves: what is derived can hang on its maps. */
export function marketView(state: RiskState, { names, key }: Underlyings): MarketView {
  let views = viewsByState.get(state);
  if (views === undefined) viewsByState.set(state, (views = new Map()));
  const known = views.get(key);
  if (known !== undefined && isCurrent(state, names, known)) return known;
  if (known !== undefined) views.clear();
  const view = viewOf(state, names);
  views.set(key, view);
  return view;
}

function viewOf(state: RiskState, names: readonly string[]): MarketView {
  const frames = new Map<string, MarkFrame>();
  const pools = new Map<string, readonly PoolRow[]>();
  for (const name of names) {
    const frame = state.frames.get(name);
    if (frame === undefined) continue;
    frames.set(name, frame);
    pools.set(name, dollarPoolsOf(state, name));
  }
  return { frames, pools };
}

function isCurrent(state: RiskState, names: readonly string[], { frames, pools }: MarketView): boolean {
  for (const name of names) {
    const frame = state.frames.get(name);
    if (frame !== frames.get(name)) return false;
    if (frame !== undefined && !hasStayed(dollarPoolsOf(state, name), pools.get(name)!)) return false;
  }
  return true;
}

function hasStayed(now: readonly PoolRow[], before: readonly PoolRow[]): boolean {
  return now.length === before.length && now.every((row, at) => row === before[at]);
}
