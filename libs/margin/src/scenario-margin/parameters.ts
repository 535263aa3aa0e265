/** One move of the market: relative in the spot, relative in the volatility before its scaling by expiry. */
export interface MarginScenario {
  readonly spotShock: number;
  readonly volShock: number;
  /** The share of the scenario's loss that counts. */
  readonly weight: number;
}

export interface ScenarioMarginParameters {
  readonly scenarios: readonly MarginScenario[];
  /** Volatility shocks are scaled by (30 days / days to expiry) to this power, below and from 30 days on. */
  readonly vegaPowerShort: number;
  readonly vegaPowerLong: number;
  /** Days to expiry are counted as at least this many. */
  readonly daysToExpiryFloor: number;
  /** The least requirement: shares of the spot for each unit of net delta, and of delta that is hedged away. */
  readonly netDeltaShare: number;
  readonly hedgedDeltaShare: number;
  /** Maintenance as a share of the net requirement; provisions count whole in both. */
  readonly maintenanceShare: number;
  /** What a liquidation costs, as a share of the notional closed. */
  readonly liquidationPenaltyShare: number;
}

/** The table of 24 scenarios in Paradex's documentation of portfolio margin, in its order. */
const PARADEX_SCENARIOS: readonly MarginScenario[] = (
  [
    [0.16, 0.4, 1],
    [0.12, 0.4, 1],
    [0.12, -0.22, 1],
    [0.08, 0.4, 1],
    [0.08, -0.22, 1],
    [0.04, 0.4, 1],
    [0.04, -0.22, 1],
    [0, 0.4, 1],
    [0, -0.22, 1],
    [-0.04, 0.4, 1],
    [-0.04, -0.22, 1],
    [-0.08, 0.4, 1],
    [-0.08, -0.22, 1],
    [-0.12, 0.4, 1],
    [-0.12, -0.22, 1],
    [-0.16, 0.4, 1],
    [-0.66, 0.4, 0.24],
    [-0.33, 0.4, 0.48],
    [0.5, 0.4, 0.32],
    [1, 0.4, 0.16],
    [2, 0.4, 0.08],
    [3, 0.4, 0.0533],
    [4, 0.4, 0.04],
    [5, 0.4, 0.032],
  ] as const
).map(([spotShock, volShock, weight]) => ({ spotShock, volShock, weight }));

/** Paradex's published numbers. The penalty isn't among them: it is an assumption, and comes as data when known. */
export const PARADEX_PORTFOLIO_MARGIN: ScenarioMarginParameters = {
  scenarios: PARADEX_SCENARIOS,
  vegaPowerShort: 0.3,
  vegaPowerLong: 0.13,
  daysToExpiryFloor: 1,
  netDeltaShare: 0.02,
  hedgedDeltaShare: 0.01,
  maintenanceShare: 0.5,
  liquidationPenaltyShare: 0,
};
