import {
  IMPLIED_VOLATILITY_REASONS,
  type ImpliedVolatilityInputColumns,
  impliedVolatilityColumns,
} from './impliedVolatilityColumns.js';

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

/** Implied volatilities of a batch: each row has an answer or its reason, whatever the others are. */
export function impliedVolatilityBatch(columns: ImpliedVolatilityInputColumns): ImpliedVolatilities {
  const { length } = columns.price;
  const vol = new Float64Array(length);
  const reason = new Uint8Array(length);
  impliedVolatilityColumns(columns, { vol, reason });
  const failures: RowFailure[] = [];
  for (let row = 0; row < length; row++) {
    const right = columns.isPut[row]!;
    if (right > 1) {
      vol[row] = Number.NaN;
      failures.push({ row, field: 'right', code: 'notARight', reason: `Expected 0 (call) or 1 (put), was ${right}.` });
    } else if (reason[row] !== 0) {
      failures.push({ row, code: IMPLIED_VOLATILITY_REASONS[reason[row]!]!, ...faultOf(columns, row) });
    }
  }
  return { vol, failures };
}

/** The first column whose value no option has; where each could be, the price is one that no volatility gives. */
function faultOf(columns: ImpliedVolatilityInputColumns, row: number): Pick<RowFailure, 'field' | 'reason'> {
  const [price, forward, strike] = [columns.price[row]!, columns.forward[row]!, columns.strike[row]!];
  const [tau, rate] = [columns.tauYears[row]!, columns.ratePer1[row]!];
  const positive: readonly (readonly [string, number])[] = [
    ['forward', forward],
    ['strike', strike],
    ['tau_years', tau],
  ];
  for (const [field, value] of positive) {
    if (!(value > 0 && value < Infinity)) return { field, reason: `Expected a finite number above 0, was ${value}.` };
  }
  if (!Number.isFinite(rate)) return { field: 'rate', reason: `Expected a finite number, was ${rate}.` };
  const discount = Math.exp(-rate * tau);
  const isPut = columns.isPut[row] === 1;
  const intrinsic = Math.max(0, isPut ? strike - forward : forward - strike) * discount;
  const bound = (isPut ? strike : forward) * discount;
  return { field: 'price', reason: `Expected a price between ${intrinsic} and ${bound}, was ${price}.` };
}
