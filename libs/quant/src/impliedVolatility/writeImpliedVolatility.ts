import { scaledExponential } from '../black76/twin/scaledExponential.js';
import { IMPLIED_VOLATILITY_REASONS } from './impliedVolatilityTypes.js';
import type { ImpliedVolatilityOutputColumns, ImpliedVolatilityReason } from './impliedVolatilityTypes.js';
import { guessDeviation } from './twin/guessDeviation.js';
import { logRatioPlus } from './twin/logRatio.js';
import { refineDeviation } from './twin/refineDeviation.js';

const CODE = Object.fromEntries(IMPLIED_VOLATILITY_REASONS.map((reason, code) => [reason, code])) as Record<
  ImpliedVolatilityReason,
  number
>;

/** Forward and strike lie between 2^-400 and 2^400, so that no product on the way leaves a double. */
const PRICE_MIN = 2 ** -400;
const PRICE_MAX = 2 ** 400;
/** The least time value as a part of √(FK): 37 deviations out. */
const TIME_VALUE_PART_MIN = 1e-300;
/** The least time value in the quote currency: what lies below has lost digits. */
const TIME_VALUE_MIN = 2 ** -1022;
/** Four roundings, as many as lie between a caller's price and its time value without a rate. */
const ROUNDING = 2 ** -51;
/**
 * What a rate adds: two exponentials, a product and a quotient with one rounding each; and the rounding of r·τ, which
 * moves the exponential by |r·τ| of them. (A caller who rounds r·τ as well rounds it alike.)
 */
const DISCOUNT_ROUNDING = 2 ** -51;
const EXPONENT_ROUNDING = 2 ** -53;
const EXPONENT_MIN = -746;
const EXPONENT_MAX = 746;

/**
 * Inverts one option's price into row `i` of the columns, without allocation. This is the twin of the `plain` kernel in
 * libs/quant/assembly: the same operations in the same order, so the same bits, which a test holds.
 */
export function writeImpliedVolatility(
  out: ImpliedVolatilityOutputColumns,
  i: number,
  price: number,
  forward: number,
  strike: number,
  tauYears: number,
  ratePer1: number,
  isPut: boolean,
): void {
  out.vol[i] = Number.NaN;
  out.reason[i] = refuseInput(price, forward, strike, tauYears, ratePer1);
  if (out.reason[i] !== CODE.implied) return;

  const undiscounted = price / discountAt(ratePer1, tauYears);
  const inside = isPut ? strike - forward : forward - strike;
  const timeValue = undiscounted - (inside < 0 ? 0 : inside);
  const complement = (isPut ? strike : forward) - undiscounted;
  const mean = Math.sqrt(forward * strike);
  out.reason[i] = refusePrice(inside, timeValue, complement, mean, discountError(ratePer1, tauYears));
  if (out.reason[i] !== CODE.implied) return;

  const lesser = strike < forward ? strike : forward;
  const x = logRatioPlus(forward < strike ? strike : forward, lesser, 0, true);
  const guess = guessDeviation(x, mean, timeValue, complement, lesser);
  const near = refineDeviation(guess, x, timeValue, complement, lesser, false);
  const vol = refineDeviation(near, x, timeValue, complement, lesser, true) / Math.sqrt(tauYears);
  if (vol > 0 && vol < Infinity) out.vol[i] = vol;
  else out.reason[i] = CODE.outOfRange;
}

function discountAt(ratePer1: number, tauYears: number): number {
  if (ratePer1 === 0) return 1;
  const exponent = -(ratePer1 * tauYears);
  const atLeast = exponent < EXPONENT_MIN ? EXPONENT_MIN : exponent;
  return scaledExponential(EXPONENT_MAX < atLeast ? EXPONENT_MAX : atLeast, 0, 1);
}

/** The error of discounting and back, as a part of the amount; without a rate there is none. */
function discountError(ratePer1: number, tauYears: number): number {
  if (ratePer1 === 0) return 0;
  return DISCOUNT_ROUNDING + Math.min(Math.abs(ratePer1 * tauYears), EXPONENT_MAX) * EXPONENT_ROUNDING;
}

function refuseInput(price: number, forward: number, strike: number, tauYears: number, ratePer1: number): number {
  for (const value of [price, forward, strike, tauYears, ratePer1]) if (!Number.isFinite(value)) return CODE.notFinite;
  if (forward <= 0) return CODE.forwardNotPositive;
  if (strike <= 0) return CODE.strikeNotPositive;
  if (tauYears <= 0) return CODE.expired;
  if (price <= 0) return CODE.priceNotPositive;
  if (forward < PRICE_MIN || strike < PRICE_MIN) return CODE.outOfRange;
  return forward > PRICE_MAX || strike > PRICE_MAX ? CODE.outOfRange : CODE.implied;
}

function refusePrice(inside: number, timeValue: number, complement: number, mean: number, error: number): number {
  if (complement <= 0) return CODE.priceAboveBound;
  if (inside > 0 && timeValue <= inside * error) {
    return timeValue >= -inside * (ROUNDING + error) ? CODE.timeValueBelowPrecision : CODE.priceBelowIntrinsic;
  }
  const least = mean * TIME_VALUE_PART_MIN;
  return timeValue >= TIME_VALUE_MIN && timeValue >= least ? CODE.implied : CODE.outOfRange;
}
