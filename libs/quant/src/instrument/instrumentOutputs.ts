/**
 * What every instrument says about one unit of itself. A number that plays no part in an instrument is 0. The first
 * eleven are the columns of a mark, under the same names.
 */
export const INSTRUMENT_OUTPUTS = [
  /** USD that one unit adds to equity. */
  'priceUsd',
  /** Units of the underlying: dV/dS, and for options and dated futures dV/dF. */
  'delta',
  'gammaPerUsd',
  'vegaUsdPerVolPoint',
  /** Change in one calendar day with the price held. */
  'thetaUsdPerDay',
  /** For 1.00 of rate with spot held. */
  'rhoUsd',
  /** Change of delta for one vol point. */
  'vanna',
  /** Change of vega for one vol point. */
  'volga',
  'charmPerDay',
  /** Cash that a holder receives in a day: funding, interest, yield, and fees less what arbitrage takes. */
  'carryUsdPerDay',
  /** The part of the carry that is funding. */
  'fundingUsdPerDay',
  /** What the market pays above the reference: redemption value, index, spot or peg. */
  'basisUsd',
  /** USD for 1.00 of the ratio of market price to reference, with the reference held. */
  'basisDeltaUsd',
  /** Worth in coins of the underlying, of what is settled in them. */
  'priceCoin',
  /** What is left to hedge for who counts in coin: delta less the coin that the instrument is worth already. */
  'netDelta',
  /** Slope of the net delta. */
  'netGammaPerUsd',
  /** Fees owed to a liquidity position, which are in its price. */
  'feesUsd',
  /** Loss versus rebalancing before any fee. */
  'lvrUsdPerDay',
  /** What arbitrage takes once it pays the pool's fee and comes with the blocks. */
  'arbitrageUsdPerDay',
] as const;

export type InstrumentOutput = (typeof INSTRUMENT_OUTPUTS)[number];

/** One column for each output, the reason of each row and the field that is at fault. */
export type InstrumentOutputColumns = Readonly<Record<InstrumentOutput, Float64Array>> & {
  /** Indexes INSTRUMENT_REASONS; 0 is valued. A row that isn't holds NaN everywhere. */
  readonly reason: Uint8Array;
  /** Which field of the kernel is at fault, or {@link RESULT_FIELD}. */
  readonly field: Uint8Array;
};

/** Stands for the result where no single field is at fault. */
export const RESULT_FIELD = 255;

/** Output columns for `length` rows, all zero. Allocate once and reuse. */
export function allocateInstrumentOutputs(length: number): InstrumentOutputColumns {
  const columns = Object.fromEntries(INSTRUMENT_OUTPUTS.map((name) => [name, new Float64Array(length)]));
  return {
    ...(columns as Record<InstrumentOutput, Float64Array>),
    reason: new Uint8Array(length),
    field: new Uint8Array(length),
  };
}

/** Puts one number into every output of a row. */
export function fillRow(out: InstrumentOutputColumns, row: number, value: number): void {
  for (let i = 0; i < INSTRUMENT_OUTPUTS.length; i++) out[INSTRUMENT_OUTPUTS[i]!][row] = value;
}

/** Marks a row that has no value. */
export function refuseRow(out: InstrumentOutputColumns, row: number, reason: number, field: number): void {
  fillRow(out, row, Number.NaN);
  out.reason[row] = reason;
  out.field[row] = field;
}

/** Whether every output of a row is a number. A sum that overflows counts as none: nothing real comes near. */
export function isFiniteRow(out: InstrumentOutputColumns, row: number): boolean {
  let sum = 0;
  for (let i = 0; i < INSTRUMENT_OUTPUTS.length; i++) sum += out[INSTRUMENT_OUTPUTS[i]!][row]!;
  return Number.isFinite(sum);
}
