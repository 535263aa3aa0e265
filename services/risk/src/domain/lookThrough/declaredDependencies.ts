import type { Dependency } from './dependency.js';

/** What the desk of one root portfolio has said, by subject. */
export type DeclaredDependencies = ReadonlyMap<string, readonly Dependency[]>;

export const NOTHING_DECLARED: DeclaredDependencies = new Map();
