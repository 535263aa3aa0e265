import { DependencyKind } from '@gimbal/contracts/risk/v1/exposure_events';

/** What can fail beneath a leg. */
export const DEPENDENCY_KINDS = ['protocol', 'contract', 'oracle', 'bridge', 'issuer', 'custodian'] as const;
export type DependencyKindName = (typeof DEPENDENCY_KINDS)[number];

/** A protocol, contract, oracle, bridge, issuer or custodian, and the share of a leg's value that survives its failure. */
export interface Dependency {
  readonly kind: DependencyKindName;
  readonly name: string;
  readonly recovery: number;
}

/** By kind and name, so that each stands once beneath a leg. */
export type Dependencies = ReadonlyMap<string, Dependency>;

export function dependencyKey({ kind, name }: Pick<Dependency, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

const WIRE_KINDS: Readonly<Record<DependencyKindName, DependencyKind>> = {
  protocol: DependencyKind.DEPENDENCY_KIND_PROTOCOL,
  contract: DependencyKind.DEPENDENCY_KIND_CONTRACT,
  oracle: DependencyKind.DEPENDENCY_KIND_ORACLE,
  bridge: DependencyKind.DEPENDENCY_KIND_BRIDGE,
  issuer: DependencyKind.DEPENDENCY_KIND_ISSUER,
  custodian: DependencyKind.DEPENDENCY_KIND_CUSTODIAN,
};

export function kindToWire(kind: DependencyKindName): DependencyKind {
  return WIRE_KINDS[kind];
}

/** Undefined for a kind that has no name here. */
export function kindFromWire(kind: DependencyKind): DependencyKindName | undefined {
  return DEPENDENCY_KINDS.find((name) => WIRE_KINDS[name] === kind);
}

export function isDependencyKind(text: string): text is DependencyKindName {
  return (DEPENDENCY_KINDS as readonly string[]).includes(text);
}
