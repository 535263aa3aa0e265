import { type MarginResult, refuse } from '../marginFailures.js';
import { SEARCH_STEP_LOG, SEARCH_STEPS } from './limits.js';
import type { ScenarioMarginParameters } from './parameters.js';
import type { MarginLeg, MarginPortfolio, MarginSpots } from './portfolio.js';
import { portfolioMargin } from './portfolioMargin.js';

/** What moves: everything on an underlying with its spot, or one leg by its own mark or forward while all else is held. */
export type MarginMove =
  { readonly kind: 'underlying'; readonly underlying: string } | { readonly kind: 'leg'; readonly id: string };

/** The nearest prices on either side at which equity meets the maintenance margin: a book with options can have two. */
export interface ScenarioLiquidationPrices {
  readonly belowUsd: number | undefined;
  readonly aboveUsd: number | undefined;
  readonly liquidatableNow: boolean;
}

/**
 * Searched outwards in steps of one per cent and then halved, since options make the gap bend: a dip through the
 * requirement and back that is narrower than a step can be passed over. Volatilities, rates and time are held.
 */
export function liquidationPrices(
  portfolio: MarginPortfolio,
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
  move: MarginMove,
): MarginResult<ScenarioLiquidationPrices> {
  const now = portfolioMargin(portfolio, parameters, spotsUsd);
  if (!now.ok) return now;
  const name = move.kind === 'leg' ? move.id : move.underlying;
  const moving = portfolio.legs.filter((leg) => isMoved(leg, move) && leg.size !== 0);
  if (moving.length === 0) return refuse({ code: 'NoPosition', asset: name });
  const priceUsd = move.kind === 'underlying' ? spotsUsd[move.underlying]! : priceOf(moving[0]!);
  const standing = (ratio: number): boolean | undefined => {
    const then = portfolioMargin(movedPortfolio(portfolio, move, ratio), parameters, movedSpots(spotsUsd, move, ratio));
    // Where a leg leaves what its kernel values there is no standing, and the search ends.
    return then.ok ? then.value.liquidatable : undefined;
  };
  const liquidatableNow = now.value.liquidatable;
  const below = nearestCrossing(standing, liquidatableNow, -SEARCH_STEP_LOG);
  const above = nearestCrossing(standing, liquidatableNow, SEARCH_STEP_LOG);
  if (below === undefined && above === undefined) {
    const reason = liquidatableNow ? 'alwaysLiquidatable' : 'neverLiquidated';
    return refuse({ code: 'NoLiquidationPrice', asset: name, reason });
  }
  const scaled = (ratio: number | undefined): number | undefined =>
    ratio === undefined ? undefined : ratio * priceUsd;
  return { ok: true, value: { belowUsd: scaled(below), aboveUsd: scaled(above), liquidatableNow } };
}

/** The portfolio with everything that a move touches at a multiple of its price. */
export function movedPortfolio(portfolio: MarginPortfolio, move: MarginMove, ratio: number): MarginPortfolio {
  return { ...portfolio, legs: portfolio.legs.map((leg) => (isMoved(leg, move) ? scaledLeg(leg, ratio) : leg)) };
}

export function movedSpots(spotsUsd: MarginSpots, move: MarginMove, ratio: number): MarginSpots {
  if (move.kind === 'leg') return spotsUsd;
  return { ...spotsUsd, [move.underlying]: spotsUsd[move.underlying]! * ratio };
}

function nearestCrossing(
  standing: (ratio: number) => boolean | undefined,
  now: boolean,
  stepLog: number,
): number | undefined {
  for (let step = 1; step <= SEARCH_STEPS; step += 1) {
    const there = standing(Math.exp(step * stepLog));
    if (there === undefined) return undefined;
    if (there !== now) return bisect(standing, now, (step - 1) * stepLog, step * stepLog);
  }
  return undefined;
}

/** Halved until the two logarithms are neighbours in float64, or nearly: 60 halvings of one per cent. */
function bisect(
  standing: (ratio: number) => boolean | undefined,
  now: boolean,
  nearLog: number,
  farLog: number,
): number {
  let near = nearLog;
  let far = farLog;
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (near + far) / 2;
    if (standing(Math.exp(middle)) === now) near = middle;
    else far = middle;
  }
  // The side that is liquidatable, as in the other engines.
  return Math.exp(now ? near : far);
}

function isMoved(leg: MarginLeg, move: MarginMove): boolean {
  return move.kind === 'leg' ? leg.id === move.id : leg.underlying === move.underlying;
}

function priceOf(leg: MarginLeg): number {
  return leg.kind === 'linear' ? leg.markUsd : leg.forwardUsd;
}

function scaledLeg(leg: MarginLeg, ratio: number): MarginLeg {
  return leg.kind === 'linear'
    ? { ...leg, markUsd: leg.markUsd * ratio }
    : { ...leg, forwardUsd: leg.forwardUsd * ratio };
}
