import {
  allocateImpliedVolatilityOutputs,
  impliedVolatility,
  impliedVolatilityColumns,
  type ImpliedVolatilityFailure,
  type ImpliedVolatilityInputColumns,
} from '@gimbal/quant';

/** A row without a volatility: the column that is at fault, and why. */
export interface RowFailure {
  readonly row: number;
  readonly field: string;
  readonly code: string;
  readonly reason: string;
}

export interface ImpliedVolatilities {
  /** Per year, decimal; NaN in the rows that failed. */
  readonly vol: Float64Array;
  /** In order of row. */
  readonly failures: readonly RowFailure[];
}

/** The columns as the request names them. */
const FIELD_NAMES: Readonly<Record<ImpliedVolatilityFailure['field'], string>> = {
  price: 'price',
  forward: 'forward',
  strike: 'strike',
  tauYears: 'tau_years',
  ratePer1: 'rate',
};

/** The field is told beside the code, so that a fault has one code whichever field, or batch of this service, it is of. */
const CODE_OF: Readonly<Partial<Record<ImpliedVolatilityFailure['reason'], string>>> = {
  forwardNotPositive: 'notPositive',
  strikeNotPositive: 'notPositive',
  priceNotPositive: 'notPositive',
};

/** Implied volatilities of a batch: each row has an answer or its reason, whatever the others are. */
export function impliedVolatilityBatch(columns: ImpliedVolatilityInputColumns): ImpliedVolatilities {
  const { vol, reason } = allocateImpliedVolatilityOutputs(columns.price.length);
  impliedVolatilityColumns(columns, { vol, reason });
  const failures: RowFailure[] = [];
  for (let row = 0; row < vol.length; row++) {
    const right = columns.isPut[row]!;
    if (right > 1) {
      vol[row] = Number.NaN;
      failures.push({ row, field: 'right', code: 'notAChoice', reason: `Expected 0 (call) or 1 (put), was ${right}.` });
    } else if (reason[row] !== 0) {
      failures.push(failureOf(columns, row));
    }
  }
  return { vol, failures };
}

/** Bad rows are few, or else the words are what was asked for: each is inverted again by itself, which says why. */
function failureOf(columns: ImpliedVolatilityInputColumns, row: number): RowFailure {
  const result = impliedVolatility({
    price: columns.price[row]!,
    forward: columns.forward[row]!,
    strike: columns.strike[row]!,
    tauYears: columns.tauYears[row]!,
    ratePer1: columns.ratePer1[row]!,
    right: columns.isPut[row] === 1 ? 'put' : 'call',
  });
  // The columns and the single row are the same bits, so what failed there fails here.
  if (result.kind !== 'failure') throw new Error(`Expected no volatility in row ${row}, was ${result.vol}.`);
  const { field, reason, expected, found } = result;
  const code = CODE_OF[reason] ?? reason;
  return { row, field: FIELD_NAMES[field], code, reason: `Expected ${expected}, was ${found}.` };
}
