import { BLOCK_ROWS } from '../layout';
import { COMPLEMENT, TIME_VALUE } from './layout';

/* The codes of IMPLIED_VOLATILITY_REASONS in src/impliedVolatility/impliedVolatilityTypes.ts. */
const IMPLIED: u8 = 0;
const NOT_FINITE: u8 = 1;
const FORWARD_NOT_POSITIVE: u8 = 2;
const STRIKE_NOT_POSITIVE: u8 = 3;
const EXPIRED: u8 = 4;
const PRICE_NOT_POSITIVE: u8 = 5;
const PRICE_BELOW_INTRINSIC: u8 = 6;
const TIME_VALUE_BELOW_PRECISION: u8 = 7;
const PRICE_ABOVE_BOUND: u8 = 8;
const OUT_OF_RANGE: u8 = 9;
const PRICE_MIN: f64 = 3.872591914849318e-121;
const PRICE_MAX: f64 = 2.582249878086909e120;
/** 2^-51: four roundings, as many as lie between a caller's price and its time value without a rate. */
const ROUNDING: f64 = 4.440892098500626e-16;
/** What a rate adds, as in ./targets.ts. */
const DISCOUNT_ROUNDING: f64 = 4.440892098500626e-16;
const EXPONENT_ROUNDING: f64 = 1.1102230246251565e-16;
const EXPONENT_MAX: f64 = 746.0;

/** Gives each row of a block that holds one without a volatility its reason, and NaN for the volatility. */
export function refuseRows(
  F: usize, K: usize, T: usize, R: usize, P: usize, isPut: usize, S: usize, vol: usize, reason: usize,
): void {
  for (let row: usize = 0; row < <usize>BLOCK_ROWS; row++) {
    const at = row << 3;
    const sigma = load<f64>(vol + at);
    let code = IMPLIED;
    if (!(sigma > 0) || !isFinite(sigma)) {
      const inside = load<u8>(isPut + row) == 1 ? load<f64>(K + at) - load<f64>(F + at) : load<f64>(F + at) - load<f64>(K + at);
      code = inputReason(load<f64>(F + at), load<f64>(K + at), load<f64>(T + at), load<f64>(R + at), load<f64>(P + at));
      if (code == IMPLIED) {
        const error = discountError(load<f64>(R + at), load<f64>(T + at));
        code = priceReason(inside, load<f64>(S + TIME_VALUE + at), load<f64>(S + COMPLEMENT + at), error);
      }
      store<f64>(vol + at, NaN);
    }
    store<u8>(reason + row, code);
  }
}

function inputReason(forward: f64, strike: f64, tau: f64, rate: f64, price: f64): u8 {
  if (!isFinite(forward) || !isFinite(strike) || !isFinite(tau) || !isFinite(rate) || !isFinite(price)) return NOT_FINITE;
  if (forward <= 0) return FORWARD_NOT_POSITIVE;
  if (strike <= 0) return STRIKE_NOT_POSITIVE;
  if (tau <= 0) return EXPIRED;
  if (price <= 0) return PRICE_NOT_POSITIVE;
  if (forward < PRICE_MIN || strike < PRICE_MIN || forward > PRICE_MAX || strike > PRICE_MAX) return OUT_OF_RANGE;
  return IMPLIED;
}

function discountError(rate: f64, tau: f64): f64 {
  if (rate == 0) return 0;
  return DISCOUNT_ROUNDING + min(abs(rate * tau), EXPONENT_MAX) * EXPONENT_ROUNDING;
}

function priceReason(inside: f64, timeValue: f64, complement: f64, error: f64): u8 {
  if (complement <= 0) return PRICE_ABOVE_BOUND;
  if (inside > 0 && timeValue <= inside * error) {
    return timeValue >= -inside * (ROUNDING + error) ? TIME_VALUE_BELOW_PRECISION : PRICE_BELOW_INTRINSIC;
  }
  return OUT_OF_RANGE;
}
