import { BLOCK_ROWS } from './layout';

/* The codes of BLACK76_REASONS in src/black76/black76Types.ts. */
const VALUED: u8 = 0;
const NOT_FINITE: u8 = 1;
const FORWARD_NOT_POSITIVE: u8 = 2;
const STRIKE_NOT_POSITIVE: u8 = 3;
const EXPIRED: u8 = 4;
const VOL_NOT_POSITIVE: u8 = 5;
const OUT_OF_RANGE: u8 = 6;
const PRICE_MIN: f64 = 3.872591914849318e-121;
const PRICE_MAX: f64 = 2.582249878086909e120;

/**
 * Gives each row of a block that holds a bad one its reason, and NaN for the numbers of those that have one. `outputs`
 * is a table of the addresses of the output columns, in which this block begins at the byte `start`.
 */
export function refuseRows(
  F: usize, K: usize, T: usize, V: usize, R: usize, reason: usize, outputs: usize, outputCount: i32, start: usize,
): void {
  for (let row: usize = 0; row < <usize>BLOCK_ROWS; row++) {
    const at = row << 3;
    let code = inputReason(load<f64>(F + at), load<f64>(K + at), load<f64>(T + at), load<f64>(V + at), load<f64>(R + at));
    if (code == VALUED && !allFinite(outputs, outputCount, start + at)) code = OUT_OF_RANGE;
    store<u8>(reason + row, code);
    if (code == VALUED) continue;
    for (let column = 0; column < outputCount; column++) {
      store<f64>(<usize>load<u32>(outputs + (<usize>column << 2)) + start + at, NaN);
    }
  }
}

/** The reason of these inputs, 0 when there is none. */
export function inputReason(forward: f64, strike: f64, tau: f64, vol: f64, rate: f64): u8 {
  if (!isFinite(forward) || !isFinite(strike) || !isFinite(tau) || !isFinite(vol) || !isFinite(rate)) return NOT_FINITE;
  if (forward <= 0) return FORWARD_NOT_POSITIVE;
  if (strike <= 0) return STRIKE_NOT_POSITIVE;
  if (tau <= 0) return EXPIRED;
  if (vol <= 0) return VOL_NOT_POSITIVE;
  if (forward < PRICE_MIN || strike < PRICE_MIN || forward > PRICE_MAX || strike > PRICE_MAX) return OUT_OF_RANGE;
  return VALUED;
}

function allFinite(outputs: usize, outputCount: i32, at: usize): bool {
  for (let column = 0; column < outputCount; column++) {
    if (!isFinite(load<f64>(<usize>load<u32>(outputs + (<usize>column << 2)) + at))) return false;
  }
  return true;
}
