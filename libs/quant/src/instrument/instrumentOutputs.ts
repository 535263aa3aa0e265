/**
 * What every instrument says about one unit of itself. A number that plays no part in an instrument is 0. The first
 * ten are columns of a mark, under the same names.
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

/** Where each output stands in a row. */
export const AT = Object.fromEntries(INSTRUMENT_OUTPUTS.map((name, at) => [name, at])) as Readonly<
  Record<InstrumentOutput, number>
>;

/** One column for each output, of no rows where it isn't wanted, the reason of each row and the field at fault. */
export type InstrumentOutputColumns = Readonly<Record<InstrumentOutput, Float64Array>> & {
  /** Indexes INSTRUMENT_REASONS; 0 is valued. A row that isn't holds NaN everywhere. */
  readonly reason: Uint8Array;
  /** Which field of the kernel is at fault, or {@link RESULT_FIELD}. */
  readonly field: Uint8Array;
  /** The columns that are wanted, and which output each is: what is written for every row is as little as can be. */
  readonly wanted: readonly Float64Array[];
  readonly wantedAt: Uint8Array;
};

/** Stands for the result where no single field is at fault. */
export const RESULT_FIELD = 255;

/** Output columns for `length` rows, all zero, of the outputs that are wanted. Allocate once and reuse. */
export function allocateInstrumentOutputs(
  length: number,
  wanted: Iterable<InstrumentOutput> = INSTRUMENT_OUTPUTS,
): InstrumentOutputColumns {
  const names = [...new Set(wanted)];
  const columns = new Map(names.map((name) => [name, new Float64Array(length)]));
  const byName = INSTRUMENT_OUTPUTS.map((name) => [name, columns.get(name) ?? new Float64Array(0)] as const);
  return {
    ...(Object.fromEntries(byName) as Record<InstrumentOutput, Float64Array>),
    reason: new Uint8Array(length),
    field: new Uint8Array(length),
    wanted: [...columns.values()],
    wantedAt: Uint8Array.from(names, (name) => AT[name]),
  };
}

/** Stores a row of all outputs, and its refusal (`refusalOf`), or 0. */
export function storeRow(out: InstrumentOutputColumns, row: number, output: Float64Array, refusal: number): void {
  const { wanted, wantedAt } = out;
  out.reason[row] = refusal & 255;
  out.field[row] = refusal >> 8;
  for (let i = 0; i < wanted.length; i++) wanted[i]![row] = refusal === 0 ? output[wantedAt[i]!]! : Number.NaN;
}

/** Whether every output of a row is a number. A sum that overflows counts as none: nothing real comes near. */
export function isFiniteRow(output: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < output.length; i++) sum += output[i]!;
  return Number.isFinite(sum);
}
