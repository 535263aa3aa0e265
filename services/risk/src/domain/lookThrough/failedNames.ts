import type { Failed } from '@gimbal/contracts/risk/v1/risk_service';
import { FAILED_TOGETHER_MAX } from '../../limits.js';
import { type Checked, checked, invalid, refused } from '../commands/refusal.js';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import { accountPlan, lendingPlan } from './accountPlan.js';
import { lendingLegs } from '../exposure/lendingLegs.js';
import { shownNames } from '../margin/shownNames.js';
import { dependencyKey, DEPENDENCY_KINDS, type DependencyKindName, kindFromWire } from './dependency.js';
import { KNOWN_DEPENDENCIES } from './knownDependencies.js';

export interface FailedName {
  readonly kind: DependencyKindName;
  readonly name: string;
}

/** The names that fail together. A name that nothing is known to rest on is a typing error, and would look like safety. */
export function failedNames(basis: PortfolioBasis, failed: readonly Failed[]): Checked<readonly FailedName[]> {
  if (failed.length === 0 || failed.length > FAILED_TOGETHER_MAX) {
    return refused(invalid('failed', `Expected 1 to ${FAILED_TOGETHER_MAX} names that fail, was ${failed.length}.`));
  }
  const known = knownNames(basis);
  const names: FailedName[] = [];
  for (const [at, each] of failed.entries()) {
    const kind = kindFromWire(each.kind);
    if (kind === undefined) {
      return refused(
        invalid(`failed[${at}].kind`, `Expected one of ${DEPENDENCY_KINDS.join(', ')}, was none of them.`),
      );
    }
    const { name } = each;
    if (!known.has(dependencyKey({ kind, name }))) {
      const shown = JSON.stringify(name.slice(0, 128));
      const ofKind = [...known].flatMap((key) => (key.startsWith(`${kind}/`) ? [key.slice(kind.length + 1)] : []));
      const message = `Expected the ${kind} of something that is known or held${shownNames(ofKind)}, was ${shown}.`;
      return refused(invalid(`failed[${at}].name`, message));
    }
    names.push({ kind, name });
  }
  return checked(names);
}

/** By `dependencyKey`: everything that something is known to rest on, and what is held rests on. */
export function knownNames(basis: PortfolioBasis | undefined): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { restsOn } of KNOWN_DEPENDENCIES.values()) {
    for (const [kind, name] of restsOn) known.add(dependencyKey({ kind, name }));
  }
  if (basis === undefined) return known;
  for (const dependencies of basis.declared.values()) for (const each of dependencies) known.add(dependencyKey(each));
  for (const account of basis.accounts) {
    const plan = accountPlan(account, basis.declared);
    if (account.lending !== undefined) {
      for (const leg of lendingLegs(account.account, account.lending)) lendingPlan(plan, account, leg);
    }
    for (const each of plan.dependencies) known.add(dependencyKey(each));
  }
  return known;
}
