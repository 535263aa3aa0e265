/** What a short option needs, as shares of spot (`...Spot`) or of its own value (`mmPutMtm`). */
export interface SrmOptionParameters {
  readonly maxSpot: number;
  readonly minSpot: number;
  readonly mmCallSpot: number;
  readonly mmPutSpot: number;
  readonly mmPutMtm: number;
  /** Of the forward, for each call that no other call caps. */
  readonly unpairedIm: number;
  readonly unpairedMm: number;
  /** A short put needs at least this multiple of its maintenance margin initially. */
  readonly mmOffset: number;
}

/** One underlying's terms. */
export interface SrmUnderlyingParameters {
  readonly underlying: string;
  readonly option: SrmOptionParameters;
  readonly perp: { readonly mmShare: number; readonly imShare: number };
  /** The share of its value that the coin counts for; initial margin multiplies it with `imScale` again. */
  readonly base: { readonly marginFactor: number; readonly imScale: number };
  /** Below a threshold a feed is not believed in full, and initial margin holds back for it. */
  readonly oracle: {
    readonly perpThreshold: number;
    readonly optionThreshold: number;
    readonly baseThreshold: number;
    readonly factor: number;
  };
}

/** One version of the manager's parameters. */
export interface SrmParameters {
  readonly underlyings: readonly SrmUnderlyingParameters[];
  readonly depeg: { readonly thresholdUsd: number; readonly factor: number };
}
