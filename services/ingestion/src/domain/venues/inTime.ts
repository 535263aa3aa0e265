/** Oldest first; what is of one time stays in its order. */
export function inTime<T extends { readonly observedAtUs: bigint }>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => (a.observedAtUs === b.observedAtUs ? 0 : a.observedAtUs < b.observedAtUs ? -1 : 1));
}
