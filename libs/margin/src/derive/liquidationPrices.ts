import type { DeriveFailure, DeriveResult } from './failures.js';
import { BISECTIONS, LEVEL_STEPS } from './limits.js';

/** What an account is worth and needs at one moment: what an auction starts from. */
export interface MaintenanceState {
  readonly markToMarketUsd: number;
  readonly maintenanceMarginUsd: number;
}

/**
 * The first price found at which the maintenance margin is below 0, and the account as it is there: by rounding only,
 * unless the margin itself jumps, as it does where a skew shock changes its sign at the money.
 */
export interface LiquidationPoint extends MaintenanceState {
  readonly priceUsd: number;
}

/** The nearest liquidation prices of a leg below today's and above. At least one is there. */
export interface LiquidationPrices {
  readonly nowUsd: number;
  readonly below?: LiquidationPoint | undefined;
  readonly above?: LiquidationPoint | undefined;
}

/** Beyond the failures of a margin: the account may be liquidated as it is, no price of the leg brings it there, or it has no such leg. */
export type LiquidationPriceFailure =
  DeriveFailure | DeriveFailure<'AlreadyLiquidatable' | 'NoLiquidationPrice' | 'UnknownLeg'>;

/** The levels between which a search looks; a level is a price, or a volatility that stands for one. */
export interface LevelRange {
  readonly now: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface LevelRoot extends MaintenanceState {
  readonly level: number;
}

/** The nearest levels on each side of now at which the maintenance margin is below 0. */
export interface LevelRoots {
  readonly below?: LevelRoot | undefined;
  readonly above?: LevelRoot | undefined;
}

/**
 * Margins are bent and sometimes turn back (a hedge that is too large loses on either side), so each side is walked in
 * steps of equal ratio from now until the margin is below 0, and the step is then bisected.
 */
export function levelRoots(
  leg: string,
  range: LevelRange,
  stateAt: (level: number) => DeriveResult<MaintenanceState>,
): DeriveResult<LevelRoots, LiquidationPriceFailure> {
  const now = stateAt(range.now);
  if (!now.ok) return now;
  const { maintenanceMarginUsd } = now.value;
  if (maintenanceMarginUsd < 0) return { ok: false, failure: alreadyLiquidatable(maintenanceMarginUsd) };
  const below = nearestRoot(range.now, range.lowest, stateAt);
  if (!below.ok) return below;
  const above = nearestRoot(range.now, range.highest, stateAt);
  if (!above.ok) return above;
  if (below.value === undefined && above.value === undefined) {
    return { ok: false, failure: noLiquidationPrice(leg, range, maintenanceMarginUsd) };
  }
  return { ok: true, value: { below: below.value, above: above.value } };
}

function nearestRoot(
  from: number,
  to: number,
  stateAt: (level: number) => DeriveResult<MaintenanceState>,
): DeriveResult<LevelRoot | undefined> {
  const ratio = (to / from) ** (1 / LEVEL_STEPS);
  let safe = from;
  for (let step = 1; step <= LEVEL_STEPS; step++) {
    const level = step === LEVEL_STEPS ? to : from * ratio ** step;
    const state = stateAt(level);
    if (!state.ok) return state;
    if (state.value.maintenanceMarginUsd < 0) return bisect(safe, { level, ...state.value }, stateAt);
    safe = level;
  }
  return { ok: true, value: undefined };
}

function bisect(
  from: number,
  to: LevelRoot,
  stateAt: (level: number) => DeriveResult<MaintenanceState>,
): DeriveResult<LevelRoot> {
  let safe = from;
  let liquidatable = to;
  for (let i = 0; i < BISECTIONS; i++) {
    const level = (safe + liquidatable.level) / 2;
    const state = stateAt(level);
    if (!state.ok) return state;
    if (state.value.maintenanceMarginUsd < 0) liquidatable = { level, ...state.value };
    else safe = level;
  }
  return { ok: true, value: liquidatable };
}

function alreadyLiquidatable(maintenanceUsd: number): DeriveFailure<'AlreadyLiquidatable'> {
  return {
    code: 'AlreadyLiquidatable',
    field: 'the maintenance margin',
    expected: 'at least 0',
    found: String(maintenanceUsd),
  };
}

function noLiquidationPrice(
  leg: string,
  { lowest, highest }: LevelRange,
  maintenanceUsd: number,
): DeriveFailure<'NoLiquidationPrice'> {
  return {
    code: 'NoLiquidationPrice',
    field: leg,
    expected: `a level from ${lowest} to ${highest} with a maintenance margin below 0`,
    found: `none, with ${maintenanceUsd} now`,
  };
}

/** Roots whose levels are prices. */
export function pricesOf(nowUsd: number, { below, above }: LevelRoots): LiquidationPrices {
  return { nowUsd, below: pointOf(below), above: pointOf(above) };
}

/** A root as a point of a price: of its level, unless that only stands for it. */
export function pointOf(root: LevelRoot | undefined, priceUsd = root?.level): LiquidationPoint | undefined {
  if (root === undefined || priceUsd === undefined) return undefined;
  const { markToMarketUsd, maintenanceMarginUsd } = root;
  return { priceUsd, markToMarketUsd, maintenanceMarginUsd };
}
