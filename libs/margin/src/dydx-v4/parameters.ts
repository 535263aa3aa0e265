/** One market's liquidity tier, as the chain keeps it. Fractions of 1; caps in USD of open notional. */
export interface DydxMarket {
  readonly market: string;
  readonly initialMarginFraction: number;
  /** Maintenance margin as a share of the base initial margin. */
  readonly maintenanceFraction: number;
  /** Between these the initial margin rises to the whole notional. Both 0: it doesn't depend on open interest. */
  readonly openInterestLowerCapUsd: number;
  readonly openInterestUpperCapUsd: number;
}

export interface DydxParameters {
  readonly markets: readonly DydxMarket[];
  /** How fast the fillable price leaves the oracle's as an account sinks. */
  readonly bankruptcyAdjustment: number;
  /** How far it goes at the end, as a multiple of the maintenance margin. */
  readonly spreadToMaintenanceRatio: number;
  /** The most that goes to the insurance fund, as a share of what is filled. */
  readonly liquidationFeeShareMax: number;
  /** In one block at most this share of a position, and this much of a subaccount. */
  readonly positionShareMaxPerBlock: number;
  readonly notionalUsdMaxPerBlock: number;
}

/** The liquidation settings of the genesis of dYdX v4 and of its documentation, without the markets. */
export const DYDX_V4_RULES: Omit<DydxParameters, 'markets'> = {
  bankruptcyAdjustment: 1,
  spreadToMaintenanceRatio: 1.5,
  liquidationFeeShareMax: 0.015,
  positionShareMaxPerBlock: 0.1,
  notionalUsdMaxPerBlock: 100_000,
};
