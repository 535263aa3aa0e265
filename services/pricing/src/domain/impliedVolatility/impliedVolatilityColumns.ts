import { allocateBlack76Inputs, allocateBlack76Outputs, black76Columns } from '@gimbal/quant';

/** Why a row has no volatility; its index stands in the column of reasons. */
export const IMPLIED_VOLATILITY_REASONS = [
  'implied',
  'notFinite',
  'forwardNotPositive',
  'strikeNotPositive',
  'expired',
  'priceNotPositive',
  'priceBelowIntrinsic',
  'timeValueBelowPrecision',
  'priceAboveBound',
  'outOfRange',
] as const;

export interface ImpliedVolatilityInputColumns {
  readonly price: Float64Array;
  readonly forward: Float64Array;
  readonly strike: Float64Array;
  readonly tauYears: Float64Array;
  readonly ratePer1: Float64Array;
  readonly isPut: Uint8Array;
}

export interface ImpliedVolatilityOutputColumns {
  readonly vol: Float64Array;
  readonly reason: Uint8Array;
}

const VOL_MAX = 1e4;
/** Halvings from 10^4 to the last digit of the smallest vol that a price can tell. */
const HALVINGS = 90;

/** A stand-in until the kernel of libs/quant is there: bisection over the price. */
export function impliedVolatilityColumns(
  { price, forward, strike, tauYears, ratePer1, isPut }: ImpliedVolatilityInputColumns,
  { vol, reason }: ImpliedVolatilityOutputColumns,
): void {
  const { length } = price;
  const inputs = { ...allocateBlack76Inputs(length), forward, strike, tauYears, isPut };
  const outputs = allocateBlack76Outputs(length);
  const [low, high] = [new Float64Array(length), new Float64Array(length).fill(VOL_MAX)];
  const target = price.map((value, i) => value * Math.exp(ratePer1[i]! * tauYears[i]!));
  for (let halving = 0; halving < HALVINGS; halving++) {
    for (let i = 0; i < length; i++) inputs.vol[i] = vol[i] = (low[i]! + high[i]!) / 2;
    black76Columns(inputs, outputs);
    for (let i = 0; i < length; i++) {
      if (outputs.price[i]! > target[i]!) high[i] = vol[i]!;
      else low[i] = vol[i]!;
    }
  }
  for (let i = 0; i < length; i++) {
    reason[i] = reasonOf(target[i]!, forward[i]!, strike[i]!, tauYears[i]!, isPut[i] === 1);
    if (reason[i] !== 0) vol[i] = Number.NaN;
  }
}

function reasonOf(target: number, forward: number, strike: number, tauYears: number, isPut: boolean): number {
  const code = (name: (typeof IMPLIED_VOLATILITY_REASONS)[number]): number => IMPLIED_VOLATILITY_REASONS.indexOf(name);
  if (![target, forward, strike, tauYears].every(Number.isFinite)) return code('notFinite');
  if (forward <= 0) return code('forwardNotPositive');
  if (strike <= 0) return code('strikeNotPositive');
  if (tauYears <= 0) return code('expired');
  if (target <= 0) return code('priceNotPositive');
  if (target <= Math.max(0, isPut ? strike - forward : forward - strike)) return code('priceBelowIntrinsic');
  if (target >= (isPut ? strike : forward)) return code('priceAboveBound');
  return code('implied');
}
