/** A perpetual, a future or the coin itself: its value is size times mark. */
export interface LinearMarginLeg {
  readonly kind: 'linear';
  readonly id: string;
  readonly underlying: string;
  /** In units of the underlying, negative for a short. */
  readonly size: number;
  readonly markUsd: number;
}

/** A European option on the forward of its expiry, valued by Black-76; inputs as of that kernel. */
export interface OptionMarginLeg {
  readonly kind: 'option';
  readonly id: string;
  readonly underlying: string;
  readonly size: number;
  readonly right: 'call' | 'put';
  readonly strikeUsd: number;
  readonly tauYears: number;
  readonly forwardUsd: number;
  readonly markVol: number;
  readonly ratePer1: number;
}

export type MarginLeg = LinearMarginLeg | OptionMarginLeg;

export interface MarginPortfolio {
  /** Money, less what the legs cost: with size times mark and the options' values it adds up to the equity. */
  readonly cashUsd: number;
  readonly legs: readonly MarginLeg[];
  /** What the venue sets aside for eight hours of funding and for the fees of closing. */
  readonly fundingProvisionUsd: number;
  readonly feeProvisionUsd: number;
}

/** Spot in USD by underlying. */
export type MarginSpots = Readonly<Record<string, number>>;

export interface UnderlyingMargin {
  readonly underlying: string;
  readonly netDelta: number;
  /** The smaller of all long and all short delta. */
  readonly hedgedDelta: number;
  /** The largest weighted loss, and its place in the list of scenarios; undefined when no scenario loses. */
  readonly scanRiskUsd: number;
  readonly worstScenario: number | undefined;
  readonly minimumDeltaUsd: number;
  readonly requirementUsd: number;
}

export interface ScenarioMargin {
  readonly equityUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  readonly liquidatable: boolean;
  readonly underlyings: readonly UnderlyingMargin[];
}
