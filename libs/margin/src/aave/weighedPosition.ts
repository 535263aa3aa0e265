/** One leg of an account in the base currency, with the percentages that apply to it. */
export interface WeighedPosition {
  readonly asset: string;
  readonly priceBase: bigint;
  readonly pricedByEMode: boolean;
  /** 0 when the supply doesn't count: not enabled as collateral, or (up to v3.5) no liquidation threshold. */
  readonly collateralBase: bigint;
  readonly debtBase: bigint;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
}
