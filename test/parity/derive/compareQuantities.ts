/** One number of a case beside the publisher's. */
export interface Quantity {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
}

export interface Furthest {
  readonly error: number;
  readonly name: string;
}

/** Differences are relative to the published figure, and to a cent where that is smaller: no figure is known to less. */
const LEAST_SCALE_USD = 0.01;

export function relativeError({ ours, theirs }: Quantity): number {
  const error = Math.abs(ours - theirs) / Math.max(Math.abs(theirs), LEAST_SCALE_USD);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

/** The quantity furthest out; undefined of none. */
export function furthest(quantities: readonly Quantity[]): Furthest | undefined {
  return quantities
    .map((quantity) => ({ error: relativeError(quantity), name: quantity.name }))
    .reduce<Furthest | undefined>((far, one) => (far === undefined || one.error > far.error ? one : far), undefined);
}
