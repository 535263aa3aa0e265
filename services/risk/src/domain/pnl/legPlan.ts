import type { LegKind } from './legKind.js';
import type { PnlLeg } from './pnlRows.js';

/** What a step asks of the legs of a portfolio, as columns. */
export interface LegPlan {
  readonly underlyings: readonly string[];
  /** Of each leg, index into `underlyings`. */
  readonly underlyingOf: Int32Array;
  /** -1 while the instrument isn't listed. */
  readonly markIndexes: Int32Array;
  /** 1 for a leg whose step is its quantity times what its marks say, without a pool, an index or a factor beside them. */
  readonly isPlain: Uint8Array;
  readonly isListed: boolean;
  /** Legs of observed accounts; none in most portfolios. */
  readonly observed: readonly number[];
}

const PLAIN_KINDS: ReadonlySet<LegKind> = new Set(['holding', 'share', 'linear', 'inverse', 'option']);

/** By list: it is replaced when a leg is added or listed. */
const plans = new WeakMap<readonly PnlLeg[], LegPlan>();

export function legPlan(legs: readonly PnlLeg[]): LegPlan {
  const known = plans.get(legs);
  if (known !== undefined) return known;
  const underlyings = [...new Set(legs.map(({ underlying }) => underlying))];
  const plan = {
    underlyings,
    underlyingOf: Int32Array.from(legs, ({ underlying }) => underlyings.indexOf(underlying)),
    markIndexes: Int32Array.from(legs, ({ markIndex }) => markIndex),
    isPlain: Uint8Array.from(legs, ({ kind }) => (PLAIN_KINDS.has(kind) ? 1 : 0)),
    isListed: legs.every(({ markIndex }) => markIndex >= 0),
    observed: legs.flatMap(({ observedAt }, leg) => (observedAt === undefined ? [] : [leg])),
  };
  plans.set(legs, plan);
  return plan;
}
