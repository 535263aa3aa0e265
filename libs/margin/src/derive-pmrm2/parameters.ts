/** How volatility moves in a scenario: scaled up or down, left, or tilted by strike (`linear`) or bent at both wings (`abs`). */
export type Pmrm2VolShock = 'up' | 'down' | 'none' | 'linear' | 'abs';

export interface Pmrm2Scenario {
  /** 1.18 for 18 % up. */
  readonly spotShock: number;
  readonly volShock: Pmrm2VolShock;
  /** Multiplies the scenario's profit or loss; below 1 for moves too far to count in full. */
  readonly dampening: number;
}

/** How far a skew shock goes at most: `cBase·√τ + baseCap`. */
export interface Pmrm2SkewCap {
  readonly baseCap: number;
  readonly cBase: number;
}

export interface Pmrm2CollateralParameters {
  readonly asset: string;
  /** Whether it moves with the underlying, and so offsets what is short of it. */
  readonly isRiskCancelling: boolean;
  readonly mmHaircut: number;
  /** On top of the haircut for maintenance. */
  readonly imHaircut: number;
}

/** One version of the manager's parameters. The venue's defaults, its published cases and its live values all differ. */
export interface Pmrm2Parameters {
  readonly scenarios: readonly Pmrm2Scenario[];
  readonly imFactor: number;
  readonly mmFactor: number;
  readonly vol: {
    readonly rangeUp: number;
    readonly rangeDown: number;
    /** A volatility shocked up is at least this, per year. */
    readonly minVolUpShock: number;
    readonly shortTermPower: number;
    readonly longTermPower: number;
    readonly dteFloorDays: number;
  };
  readonly skew: {
    readonly linear: Pmrm2SkewCap;
    readonly abs: Pmrm2SkewCap;
    readonly minKStar: number;
    readonly widthScale: number;
    readonly volParamStatic: number;
    readonly volParamScale: number;
  };
  /** `long` is applied to shocked values above 0, `short` to those below; adds are in rate per year. */
  readonly discount: {
    readonly longBase: number;
    readonly longRateMult: number;
    readonly longRateAdd: number;
    readonly shortBase: number;
    readonly shortRateMult: number;
    readonly shortRateAdd: number;
  };
  readonly basis: {
    readonly spotUp: number;
    readonly spotDown: number;
    readonly addFactor: number;
    readonly multFactorPerYear: number;
  };
  readonly peg: { readonly thresholdUsd: number; readonly factor: number };
  readonly confidence: { readonly threshold: number; readonly factor: number };
  readonly perp: { readonly mmShare: number; readonly imShare: number };
  /** Of spot, for each naked short. */
  readonly option: { readonly mmShare: number; readonly imShare: number };
  readonly collaterals: readonly Pmrm2CollateralParameters[];
}
