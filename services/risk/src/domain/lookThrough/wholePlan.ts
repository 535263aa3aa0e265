import type { DependencyKind } from '@gimbal/contracts/risk/v1/exposure_events';
import type { BookColumns } from '../book/bookColumns.js';
import { LOOK_THROUGH_LEGS_MAX } from '../../limits.js';
import { valueOf, type WholeAccount } from '../exposure/wholeAccount.js';
import type { AccountPlan } from './accountPlan.js';
import { kindToWire } from './dependency.js';
import { lossOf } from './lossOf.js';

/** One dependency of an account whose every position is valued. */
export interface WholeDependency {
  readonly place: number;
  readonly key: string;
  readonly kind: DependencyKind;
  readonly name: string;
  /** Messages hold the very list, so nobody may change it. */
  readonly legIds: string[];
}

const wholes = new WeakMap<AccountPlan, readonly WholeDependency[]>();

/** In the order of their keys, found once a plan: which legs are named doesn't change with the marks. */
export function wholePlan(plan: AccountPlan, columns: BookColumns): readonly WholeDependency[] {
  const known = wholes.get(plan);
  if (known !== undefined) return known;
  const found = dependenciesInOrder(plan, columns);
  wholes.set(plan, found);
  return found;
}

/** Legs that stand alone are named first, then those of the claim. */
function dependenciesInOrder(plan: AccountPlan, { instrumentIds }: BookColumns): WholeDependency[] {
  const legIds: (string[] | undefined)[] = [];
  const name = (place: number, legId: string): void => {
    const named = (legIds[place] ??= []);
    if (named.length < LOOK_THROUGH_LEGS_MAX) named.push(legId);
  };
  for (const isClaim of [0, 1]) {
    for (const [at, legId] of instrumentIds.entries()) {
      if (plan.inClaim[at] !== isClaim) continue;
      for (const place of isClaim === 1 ? plan.claim.places : plan.ofPosition[at]!.places) name(place, legId);
    }
  }
  const found = plan.dependencies.flatMap(({ kind, name: said }, place): WholeDependency[] => {
    const named = legIds[place];
    return named === undefined
      ? []
      : [{ place, key: plan.keys[place]!, kind: kindToWire(kind), name: said, legIds: named }];
  });
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Value and loss of every place of the plan, in turn. One memory serves all accounts: good until the next is asked. */
let placeSums = new Float64Array();

/** What rests on each place of a plan, and what of it is lost: value at `2 · place`, loss behind it. */
export function sumPlaces(plan: AccountPlan, whole: WholeAccount): Float64Array {
  const size = plan.dependencies.length * 2;
  if (placeSums.length < size) placeSums = new Float64Array(size * 2);
  placeSums.fill(0, 0, size);
  const { inClaim, ofPosition, claim } = plan;
  let claimUsd = 0;
  for (let at = 0; at < inClaim.length; at++) {
    const valueUsd = valueOf(whole, at);
    if (inClaim[at] === 1) claimUsd += valueUsd;
    else addAt(ofPosition[at]!, valueUsd);
  }
  addAt(claim, claimUsd);
  return placeSums;
}

function addAt({ places, recoveries }: AccountPlan['claim'], valueUsd: number): void {
  for (let i = 0; i < places.length; i++) {
    const at = places[i]! * 2;
    placeSums[at] = placeSums[at]! + valueUsd;
    placeSums[at + 1] = placeSums[at + 1]! + lossOf(valueUsd, recoveries[i]!);
  }
}
