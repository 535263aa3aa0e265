import type { DerivePerp } from './deriveMarket.js';

/** A perp after its price has gone from one to another: profit follows, funding stays. */
export function movedPerp(perp: DerivePerp | undefined, fromUsd: number, toUsd: number): DerivePerp | undefined {
  if (perp === undefined) return undefined;
  return { ...perp, unrealisedPnlUsd: perp.unrealisedPnlUsd + perp.amount * (toUsd - fromUsd) };
}
