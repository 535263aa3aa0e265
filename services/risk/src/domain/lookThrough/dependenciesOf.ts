import { DEPENDENCY_DEPTH_MAX } from '../../limits.js';
import type { DeclaredDependencies } from './declaredDependencies.js';
import { type Dependencies, type Dependency, dependencyKey } from './dependency.js';
import { KNOWN_DEPENDENCIES } from './knownDependencies.js';

/** A name that something rests on, and what beneath it follows from the name alone: a deployment's contracts. */
export interface Subject {
  readonly subject: string;
  readonly restsOn?: readonly Dependency[];
}

/**
 * Everything beneath a subject, through every layer, each once. Where a name is reached on two ways the one that leaves
 * less counts; of a part of the value only that part is lost. What the desk says of a subject goes before what was found
 * beneath it.
 */
export function dependenciesOf(
  { subject, restsOn = [] }: Subject,
  declared: DeclaredDependencies,
  depth = 0,
): Dependencies {
  const found = new Map<string, Dependency>();
  for (const dependency of restsOn) addDependency(found, dependency);
  const known = KNOWN_DEPENDENCIES.get(subject);
  for (const [kind, name] of known?.restsOn ?? []) addDependency(found, { kind, name, recovery: 0 });
  if (depth < DEPENDENCY_DEPTH_MAX) {
    for (const part of known?.holds ?? []) {
      for (const dependency of dependenciesOf(part, declared, depth + 1).values()) {
        addDependency(found, { ...dependency, recovery: 1 - part.share * (1 - dependency.recovery) });
      }
    }
  }
  declareOver(found, subject, declared);
  return found;
}

/** Keeps the least recovery of a name. */
export function addDependency(found: Map<string, Dependency>, dependency: Dependency): void {
  const key = dependencyKey(dependency);
  const held = found.get(key);
  if (held === undefined || dependency.recovery < held.recovery) found.set(key, dependency);
}

/** What the desk says of a subject, in the place of what was found. */
export function declareOver(found: Map<string, Dependency>, subject: string, declared: DeclaredDependencies): void {
  for (const dependency of declared.get(subject) ?? []) found.set(dependencyKey(dependency), dependency);
}
