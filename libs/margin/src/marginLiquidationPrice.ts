/** `atOrBelow`: liquidated once the price is at or under it (a long); `atOrAbove`: at or over it (a short). */
export interface MarginLiquidationPrice {
  readonly kind: 'atOrBelow' | 'atOrAbove';
  readonly priceUsd: number;
  /** The present price is already past it. */
  readonly liquidatableNow: boolean;
}
