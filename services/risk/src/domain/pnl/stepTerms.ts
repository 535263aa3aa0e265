import { POWER_PERP_FUNDING_DAYS } from '@gimbal/quant';
import { liquidityChange } from './liquidityChange.js';
import type { LegKind } from './legKind.js';
import type { UnitMark } from './marksOfLeg.js';
import { COLUMN } from './pnlColumns.js';

const US_PER_DAY = 86_400_000_000;
const DAYS_PER_YEAR = 365;
const POINTS_PER_VOL = 100;

/** Takes a term of one leg: its column, and USD for one unit of the instrument. */
export type UnitSink = (column: number, usdPerUnit: number) => void;

/** What a step changes beside the marks. */
export interface StepFacts {
  /** Of a power perpetual: this step's normalisation factor over the last one, less one; zero when it isn't known. */
  readonly normFactorChange: number;
}

/**
 * Attributes the change of one unit's mark over a step to the Greeks with which the step began. What the terms leave of
 * the change is the residual: a third order, or a mark that its Greeks don't explain.
 */
export function stepTerms(kind: LegKind, from: UnitMark, to: UnitMark, facts: StepFacts, add: UnitSink): void {
  switch (kind) {
    case 'holding':
    case 'supply':
    case 'debt':
      return holdingTerms(from, to, add);
    case 'share':
      return shareTerms(from, to, add);
    case 'linear':
      return linearTerms(from, to, add);
    case 'inverse':
      return inverseTerms(from, to, add);
    case 'option':
      return optionTerms(from, to, add);
    case 'liquidity':
      return liquidityTerms(from, to, add);
    case 'powerPerp':
      return powerPerpTerms(from, to, facts, add);
  }
}

/**
 * A coin or a claim on one: delta on spot, and what its own price moves beside that. A dollar coin stands under the
 * dollar, whose spot doesn't move, so all of its change is basis: the peg.
 */
function holdingTerms(from: UnitMark, to: UnitMark, add: UnitSink): void {
  const delta = from.delta * (to.spotUsd - from.spotUsd);
  const isFollower = !Number.isNaN(from.trackedUsd) && !Number.isNaN(to.trackedUsd);
  const ownMove = isFollower ? to.priceUsd - from.priceUsd : to.forwardUsd - from.forwardUsd;
  add(COLUMN.delta, delta);
  add(COLUMN.basis, ownMove - delta);
}

/** A claim whose price grows by itself: delta on what it is of, and interest at the rate with which the step began. */
function shareTerms(from: UnitMark, to: UnitMark, add: UnitSink): void {
  const spotMove = to.spotUsd - from.spotUsd;
  add(COLUMN.delta, from.delta * spotMove);
  add(COLUMN.basis, from.delta * (to.forwardUsd - from.forwardUsd - spotMove));
  add(COLUMN.interest, from.carry * daysBetween(from, to));
}

/** A perpetual or a dated future: delta on spot, the forward's drift by time, and the rest of the forward's move as basis. */
function linearTerms(from: UnitMark, to: UnitMark, add: UnitSink): void {
  const days = daysBetween(from, to);
  const delta = from.delta * (to.spotUsd - from.spotUsd);
  const theta = from.theta * days;
  add(COLUMN.delta, delta);
  add(COLUMN.theta, theta);
  add(COLUMN.basis, to.forwardUsd - from.forwardUsd - delta - theta);
  add(COLUMN.funding, from.carry * days);
}

/**
 * An inverse contract is marked at −size·S/F; its delta and gamma are taken with F − S held. Basis is what F − S changes:
 * −size·(S/F − S/(S + the basis before)), with the size that the first mark tells.
 */
function inverseTerms(from: UnitMark, to: UnitMark, add: UnitSink): void {
  const move = to.spotUsd - from.spotUsd;
  add(COLUMN.delta, from.delta * move);
  add(COLUMN.gamma, 0.5 * from.gamma * move * move);
  const size = (-from.priceUsd * from.forwardUsd) / from.spotUsd;
  const heldBasis = from.forwardUsd - from.spotUsd;
  add(COLUMN.basis, -size * (to.spotUsd / to.forwardUsd - to.spotUsd / (to.spotUsd + heldBasis)));
  add(COLUMN.funding, from.carry * daysBetween(from, to));
}

/**
 * A Taylor series to the second order in forward, volatility and time. The Greeks are taken on the forward: what it moves
 * beside spot is basis. Rates are zero in the kernel, so rho has no part.
 */
function optionTerms(from: UnitMark, to: UnitMark, add: UnitSink): void {
  const days = daysBetween(from, to);
  const move = to.forwardUsd - from.forwardUsd;
  const spotMove = to.spotUsd - from.spotUsd;
  const points = (to.vol - from.vol) * POINTS_PER_VOL;
  add(COLUMN.delta, from.delta * spotMove);
  add(COLUMN.basis, from.delta * (move - spotMove));
  add(COLUMN.gamma, 0.5 * from.gamma * move * move);
  add(COLUMN.vega, from.vega * points);
  add(COLUMN.theta, from.theta * days);
  add(COLUMN.higherOrders, from.vanna * move * points + 0.5 * from.volga * points * points + from.charm * move * days);
  add(COLUMN.funding, from.carry * days);
}

/** Liquidity: delta on the pool's price, and what rebalancing along the curve loses to arbitrage. */
function liquidityTerms(from: UnitMark, to: UnitMark, add: UnitSink): void {
  const move = to.forwardUsd - from.forwardUsd;
  const spotMove = to.spotUsd - from.spotUsd;
  add(COLUMN.delta, from.delta * spotMove);
  add(COLUMN.basis, from.delta * (move - spotMove));
  add(COLUMN.lvr, liquidityChange(from, to) - from.delta * move);
}

/**
 * A power perpetual is worth n·S²/10,000·e^{f·v} with the normalisation factor n, f = 17.5 days and the variance v that
 * the mark implies. With s = ΔS/S, g = Δn/n and h = f·Δv the change is V·((1+g)(1+s)²e^h − 1): delta 2s, gamma s²,
 * funding g, vega h, and the second orders of the others. A mark below the index has a variance below zero, which theta
 * (−V·v/365) tells and the volatility can't.
 */
function powerPerpTerms(from: UnitMark, to: UnitMark, { normFactorChange }: StepFacts, add: UnitSink): void {
  const value = from.priceUsd;
  const move = to.spotUsd - from.spotUsd;
  const s = from.spotUsd > 0 ? move / from.spotUsd : 0;
  const g = normFactorChange;
  const h = (POWER_PERP_FUNDING_DAYS / DAYS_PER_YEAR) * (varianceOf(to) - varianceOf(from));
  add(COLUMN.delta, from.delta * move);
  add(COLUMN.gamma, 0.5 * from.gamma * move * move);
  add(COLUMN.funding, value * g);
  add(COLUMN.vega, value * h);
  add(COLUMN.higherOrders, value * (0.5 * h * h + 2 * s * h + 2 * s * g + g * h));
}

function varianceOf({ vol, theta, priceUsd }: UnitMark): number {
  if (vol > 0) return vol * vol;
  return priceUsd > 0 ? (-theta * DAYS_PER_YEAR) / priceUsd : 0;
}

function daysBetween(from: UnitMark, to: UnitMark): number {
  return (to.timeUs - from.timeUs) / US_PER_DAY;
}
