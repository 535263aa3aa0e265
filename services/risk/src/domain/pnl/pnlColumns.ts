import type { PnlTerms } from '@gimbal/contracts/risk/v1/exposure_events';

/** The terms of an explanation in the order in which their columns stand. */
export const PNL_TERMS = [
  'deltaUsd',
  'gammaUsd',
  'vegaUsd',
  'thetaUsd',
  'higherOrdersUsd',
  'fundingUsd',
  'interestUsd',
  'lpFeesUsd',
  'impermanentLossUsd',
  'lvrUsd',
  'gasUsd',
  'slippageUsd',
  'tradingFeesUsd',
  'basisUsd',
  'liquidationUsd',
  'correctionsUsd',
] as const satisfies readonly (keyof PnlTerms)[];

export type PnlTerm = (typeof PNL_TERMS)[number];

/** Columns of an accrual, one value a leg: first the terms in the order of PNL_TERMS, then what is needed to go on. */
export const COLUMN = {
  delta: 0,
  gamma: 1,
  vega: 2,
  theta: 3,
  higherOrders: 4,
  funding: 5,
  interest: 6,
  lpFees: 7,
  impermanentLoss: 8,
  lvr: 9,
  gas: 10,
  slippage: 11,
  tradingFees: 12,
  basis: 13,
  liquidation: 14,
  corrections: 15,
  /** Units held at the newest exposure; a debt is less than zero. */
  quantity: 16,
  /** The last known price, USD; NaN while there was none. */
  price: 17,
  /** Funding and fees that have accrued and that nobody has paid out, USD; goes on from period to period. */
  receivable: 18,
  /** What entered the leg from outside and from other legs, USD. */
  flow: 19,
  /** Value of the leg where the period began, USD. */
  start: 20,
  /** Sum of the sizes of the leg's terms, step by step. */
  gross: 21,
  /** The residual of the step that explains least, its number and its time in microseconds. */
  worst: 22,
  worstStep: 23,
  worstTimeUs: 24,
  /** Size of the largest residual of a step that the step's own terms can't excuse. */
  suspect: 25,
  /** Liquidity: volatile units that a holder of the period's beginning would still have, of the hour and of the day. */
  hold: 26,
  dayHold: 27,
  /** Σ (dayHold − hold)·dS: what the day counts as delta and the hours as rebalancing. */
  dayHoldGap: 28,
  /** What is known of the leg's accumulator: fee growths of a pool's two tokens, or a normalisation factor. */
  anchor0: 29,
  anchor1: 30,
  /** The receivable with which the period began, USD. */
  startReceivable: 31,
  /** Units that were left out at the newest exposure, since a watched account tells of them. */
  told: 32,
} as const;

export const COLUMN_COUNT = 33;

/** Columns that a leg begins without a value in; the others begin at zero. */
const BEGINS_UNKNOWN: ReadonlySet<number> = new Set([
  COLUMN.price,
  COLUMN.hold,
  COLUMN.dayHold,
  COLUMN.anchor0,
  COLUMN.anchor1,
]);

/**
 * Columns of one value a leg, those of them that hold something, one behind the other: a step copies all of them at once,
 * and a book without options carries none of theirs.
 */
export interface PnlColumns {
  /** Legs. */
  readonly size: number;
  /** Which place in `data` each column has, -1 for one that is as it begins. */
  readonly slots: Int8Array;
  /** The value of a leg in a column is `data[slot · size + leg]`. */
  readonly data: Float64Array;
}

export const NO_COLUMNS: PnlColumns = {
  size: 0,
  slots: new Int8Array(COLUMN_COUNT).fill(-1),
  data: new Float64Array(),
};

export function columnValue({ size, slots, data }: PnlColumns, column: number, leg: number): number {
  const slot = slots[column]!;
  return slot < 0 || leg >= size ? initialValue(column) : data[slot * size + leg]!;
}

const INITIAL_VALUES = Float64Array.from({ length: COLUMN_COUNT }, (_, column) =>
  BEGINS_UNKNOWN.has(column) ? Number.NaN : 0,
);

export function initialValue(column: number): number {
  return INITIAL_VALUES[column]!;
}

/** Sum of a column over all legs, in their order. */
export function columnSum({ size, slots, data }: PnlColumns, column: number): number {
  const slot = slots[column]!;
  let sum = 0;
  if (slot >= 0) for (let leg = 0; leg < size; leg++) sum += data[slot * size + leg]!;
  return sum;
}

/** Value of a leg at the newest exposure: units at the last known price, and what has accrued. */
export function legValueUsd(columns: PnlColumns, leg: number): number {
  const quantity = columnValue(columns, COLUMN.quantity, leg);
  const price = columnValue(columns, COLUMN.price, leg);
  const held = quantity === 0 || Number.isNaN(price) ? 0 : quantity * price;
  return held + columnValue(columns, COLUMN.receivable, leg);
}

/** Sum of a leg's terms, in their order. */
export function legTermsUsd(columns: PnlColumns, leg: number): number {
  let sum = 0;
  for (let term = 0; term < PNL_TERMS.length; term++) sum += columnValue(columns, term, leg);
  return sum;
}
