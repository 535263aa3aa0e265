import type { DeriveFailure, DeriveResult } from './failures.js';
import { BISECTIONS, LEVEL_STEPS } from './limits.js';

/** Where the maintenance margin falls below 0: the nearest price below today's, and the nearest above. At least one is there. */
export interface LiquidationPrices {
  readonly nowUsd: number;
  readonly belowUsd?: number | undefined;
  readonly aboveUsd?: number | undefined;
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

/** The nearest levels on each side of now at which the maintenance margin is 0. */
export interface LevelRoots {
  readonly below?: number | undefined;
  readonly above?: number | undefined;
}

/**
 * Margins are bent and sometimes turn back (a hedge that is too large loses on either side), so each side is walked in
 * steps of equal ratio from now until the margin is below 0, and the step is then bisected.
 */
export function levelRoots(
  leg: string,
  range: LevelRange,
  maintenanceAt: (level: number) => DeriveResult<number>,
): DeriveResult<LevelRoots, LiquidationPriceFailure> {
  const now = maintenanceAt(range.now);
  if (!now.ok) return now;
  if (now.value < 0) return { ok: false, failure: alreadyLiquidatable(now.value) };
  const below = nearestRoot(range.now, range.lowest, maintenanceAt);
  if (!below.ok) return below;
  const above = nearestRoot(range.now, range.highest, maintenanceAt);
  if (!above.ok) return above;
  if (below.value === undefined && above.value === undefined) {
    return { ok: false, failure: noLiquidationPrice(leg, range, now.value) };
  }
  return { ok: true, value: { below: below.value, above: above.value } };
}

function nearestRoot(
  from: number,
  to: number,
  maintenanceAt: (level: number) => DeriveResult<number>,
): DeriveResult<number | undefined> {
  const ratio = (to / from) ** (1 / LEVEL_STEPS);
  let safe = from;
  for (let step = 1; step <= LEVEL_STEPS; step++) {
    const level = step === LEVEL_STEPS ? to : from * ratio ** step;
    const margin = maintenanceAt(level);
    if (!margin.ok) return margin;
    if (margin.value < 0) return bisect(safe, level, maintenanceAt);
    safe = level;
  }
  return { ok: true, value: undefined };
}

function bisect(
  from: number,
  to: number,
  maintenanceAt: (level: number) => DeriveResult<number>,
): DeriveResult<number> {
  let safe = from;
  let liquidatable = to;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (safe + liquidatable) / 2;
    const margin = maintenanceAt(middle);
    if (!margin.ok) return margin;
    if (margin.value < 0) liquidatable = middle;
    else safe = middle;
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
