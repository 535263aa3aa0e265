export interface DydxPosition {
  readonly market: string;
  /** Negative for a short. */
  readonly size: number;
}

/** Margin is per subaccount; a position in an isolated market has a subaccount of its own. */
export interface DydxSubaccount {
  /** USDC of the asset position, funding settled; negative when it is owed. */
  readonly quoteUsd: number;
  readonly positions: readonly DydxPosition[];
}

export interface DydxMarketState {
  readonly oraclePriceUsd: number;
  /** Contracts open in the whole market, in units of the base asset. */
  readonly openInterest: number;
}

/** Oracle price and open interest by market. */
export type DydxMarketStates = Readonly<Record<string, DydxMarketState>>;

export interface DydxPositionMargin {
  readonly market: string;
  readonly size: number;
  readonly oraclePriceUsd: number;
  /** Signed: what the position is worth. */
  readonly netNotionalUsd: number;
  readonly effectiveInitialMarginFraction: number;
  readonly maintenanceMarginFraction: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
}

export interface DydxMargin {
  /** Total net collateral: what the indexer calls equity. */
  readonly equityUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  readonly freeCollateralUsd: number;
  readonly liquidatable: boolean;
  readonly positions: readonly DydxPositionMargin[];
}
