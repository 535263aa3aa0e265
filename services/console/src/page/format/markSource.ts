/** `flat_vol:assumed:vol:ETH` as `flat vol`: what kind of source marks. */
export function sourceKind(markSource: string): string {
  return (markSource.split(':')[0] ?? '').replaceAll('_', ' ');
}

/** The feed of a source says in its name when nobody recorded it. */
export function sourceIsAssumed(markSource: string): boolean {
  return markSource.split(':').includes('assumed');
}
