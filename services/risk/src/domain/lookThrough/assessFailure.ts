import type { AssessFailureResponse, Failed, FailedLeg } from '@gimbal/contracts/risk/v1/risk_service';
import {
  addAcrossAssets,
  exposureVectorOf,
  isUsdPegged,
  newVectorSums,
  VALUE_USD,
} from '../exposure/exposureVector.js';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import { valueLegs } from '../exposure/valueLegs.js';
import { type AccountPlan, accountPlan, type LegPlan, lendingPlan } from './accountPlan.js';
import { dependencyKey, type DependencyKindName, kindToWire } from './dependency.js';

export type FailureAssessed = Pick<AssessFailureResponse, 'valueUsd' | 'valueAfterUsd' | 'lossUsd' | 'legs' | 'after'>;

interface Fall {
  readonly recovery: number;
  readonly becauseOf: Failed[];
}

/**
 * The book after the named ones have failed together: each leg that rests on any of them once, at the least that any of
 * them leaves, by the rules of `createLookThrough`. A leg's Greeks fall with its value; a debt keeps both.
 */
export function assessFailure(
  basis: PortfolioBasis,
  failed: readonly { readonly kind: DependencyKindName; readonly name: string }[],
): FailureAssessed {
  const names = new Set(failed.map(dependencyKey));
  const accounts = new Map(basis.accounts.map((account) => [account.account, account]));
  const claims = claimValues(basis);
  const legs: FailedLeg[] = [];
  const after = newVectorSums();
  let valueUsd = 0;
  valueLegs(basis, {
    onLeg: (leg) => {
      const account = accounts.get(leg.account)!;
      const plan = accountPlan(account, basis.declared);
      const value = leg.vector[VALUE_USD]!;
      const inClaim = leg.positionIndex !== undefined && plan.inClaim[leg.positionIndex] === 1;
      const own = inClaim
        ? plan.claim
        : leg.lending === undefined
          ? plan.ofPosition[leg.positionIndex!]!
          : lendingPlan(plan, account, leg.lending);
      const fall = fallOf(plan, own, names);
      const falls = fall !== undefined && (inClaim ? claims.get(account)! : value) > 0;
      const recovery = falls ? fall.recovery : 1;
      valueUsd += value;
      // Adding 0 turns the −0 of a short leg of which nothing is left into 0.
      if (recovery !== 1)
        for (let at = 0; at < leg.vector.length; at++) leg.vector[at] = leg.vector[at]! * recovery + 0;
      addAcrossAssets(after, leg.vector, isUsdPegged(leg.asset));
      if (fall === undefined) return;
      const { accountId } = leg.account;
      const valueAfterUsd = leg.vector[VALUE_USD]!;
      legs.push({ accountId, legId: leg.legId, valueUsd: value, valueAfterUsd, recovery, becauseOf: fall.becauseOf });
    },
    onIssue: () => {},
  });
  const lossUsd = legs.reduce((sum, leg) => sum + (leg.valueUsd - leg.valueAfterUsd), 0);
  return { valueUsd, valueAfterUsd: after[VALUE_USD]!, lossUsd, legs, after: exposureVectorOf(after) };
}

/** What each account's contracts and their cash are worth together. */
function claimValues(basis: PortfolioBasis): ReadonlyMap<AccountBasis, number> {
  const claims = new Map<AccountBasis, number>();
  const accounts = new Map(basis.accounts.map((account) => [account.account, account]));
  valueLegs(basis, {
    onLeg: ({ account: row, positionIndex, vector }) => {
      const account = accounts.get(row)!;
      if (positionIndex === undefined || accountPlan(account, basis.declared).inClaim[positionIndex] !== 1) return;
      claims.set(account, (claims.get(account) ?? 0) + vector[VALUE_USD]!);
    },
    onIssue: () => {},
  });
  return claims;
}

function fallOf({ dependencies }: AccountPlan, own: LegPlan, failed: ReadonlySet<string>): Fall | undefined {
  let recovery = 1;
  const becauseOf: Failed[] = [];
  for (const [i, place] of own.places.entries()) {
    const { kind, name } = dependencies[place]!;
    if (!failed.has(dependencyKey({ kind, name }))) continue;
    recovery = Math.min(recovery, own.recoveries[i]!);
    becauseOf.push({ kind: kindToWire(kind), name });
  }
  return becauseOf.length === 0 ? undefined : { recovery, becauseOf };
}
