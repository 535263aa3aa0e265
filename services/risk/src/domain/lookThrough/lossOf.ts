/** What a value loses when no more than `recovery` of it is left; a debt loses nothing. */
export function lossOf(valueUsd: number, recovery: number): number {
  return valueUsd > 0 ? valueUsd * (1 - recovery) : 0;
}
