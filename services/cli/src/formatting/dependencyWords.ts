import { DependencyKind } from '@gimbal/contracts/risk/v1/exposure_events';

/** The kinds of those on whom a leg may rest, as one writes them. */
export const DEPENDENCY_WORDS: readonly (readonly [DependencyKind, string])[] = [
  [DependencyKind.DEPENDENCY_KIND_PROTOCOL, 'protocol'],
  [DependencyKind.DEPENDENCY_KIND_CONTRACT, 'contract'],
  [DependencyKind.DEPENDENCY_KIND_ORACLE, 'oracle'],
  [DependencyKind.DEPENDENCY_KIND_BRIDGE, 'bridge'],
  [DependencyKind.DEPENDENCY_KIND_ISSUER, 'issuer'],
  [DependencyKind.DEPENDENCY_KIND_CUSTODIAN, 'custodian'],
];

/** `issuer Circle` */
export function dependencyText({ kind, name }: { readonly kind: DependencyKind; readonly name: string }): string {
  return `${DEPENDENCY_WORDS.find(([known]) => known === kind)?.[1] ?? 'other'} ${name}`;
}
