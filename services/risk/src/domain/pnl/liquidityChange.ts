import type { UnitMark } from './marksOfLeg.js';

/**
 * What one unit of concentrated (or v2) liquidity gains over a step along its own curve. Inside its range liquidity L at
 * price P holds Δ = L(1/√P − 1/√Pb) and is worth V = Δ·P + L(√P − √Pa), with Γ = −L/(2P^{3/2}) (Uniswap v3 white paper,
 * section 6); so value, delta and gamma of a mark tell L, Pa and Pb, and the curve is known without the range. Outside
 * there is no gamma: then the mark at the end of the step tells the curve, and with both ends outside the change is
 * delta times the move, or the marks' own when the price has crossed the range.
 */
export function liquidityChange(from: UnitMark, to: UnitMark): number {
  const inside = from.gamma !== 0 ? from : to.gamma !== 0 ? to : undefined;
  if (inside !== undefined) return curveValue(inside, to.forwardUsd) - curveValue(inside, from.forwardUsd);
  return from.delta === to.delta ? from.delta * (to.forwardUsd - from.forwardUsd) : to.priceUsd - from.priceUsd;
}

function curveValue(mark: UnitMark, price: number): number {
  const root = Math.sqrt(mark.forwardUsd);
  const liquidity = -2 * mark.gamma * mark.forwardUsd * root;
  const inverseRootHigh = Math.max(1 / root - mark.delta / liquidity, 0);
  const rootLow = Math.max(root - (mark.priceUsd - mark.delta * mark.forwardUsd) / liquidity, 0);
  const at = clamp(Math.sqrt(price), rootLow, 1 / inverseRootHigh);
  const volatile = liquidity * (1 / at - inverseRootHigh);
  return volatile * price + liquidity * (at - rootLow);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
