import { FAST_SHIFT } from './coefficients';
import { HALF, MINUS_HALF, pair, ZERO } from './constants';
import { writeDensity, writeDiscount } from './density';
import {
  BLOCK_ROWS,
  COLUMN,
  DENSITY,
  DEVIATION,
  DISCOUNT,
  EXPONENT,
  INVERSE_DEVIATION,
  MILLS_A,
  MILLS_B,
  MILLS_GAP,
  NEAR,
  SIGN,
} from './layout';
import { inverse, madd, nmadd, select } from './lanes';
import { exponentBetween, exponentValue, logFromParts } from './logMoneyness';
import { storePoints, writeFastRatios } from './millsPair';
import { inputReason } from './refuse';
import { writeSign } from './sign';

/* Places in the table of column addresses (u32 each); src/scenarios/scenarioBook.ts has the same. */
const FORWARD = 0;
const STRIKE = 1;
const TAU = 2;
const VOL = 3;
const RATE = 4;
const QUANTITY = 5;
const IS_PUT = 6;
const REASON = 7;

/** Times the highest price a forward may have, and any move, it still fits a double. */
const QUANTITY_MAX: f64 = 1e150;

/* Behind the scratch columns of layout.ts: what no cell changes. */
const BASE_LOG: usize = COLUMN * 17;
const BASE_DEVIATION: usize = COLUMN * 18;
const BASE_FORWARD: usize = COLUMN * 19;
const BASE_STRIKE: usize = COLUMN * 20;
const BASE_QUANTITY: usize = COLUMN * 21;

// @ts-ignore: decorator
@inline
function address(table: usize, column: i32): usize {
  return <usize>load<u32>(table + (<usize>column << 2));
}

/**
 * Adds the value of every option, times its quantity, to each of `vols` x `spots` cells: out[v spots + s]. `spotFactors`
 * multiply the forward, `spotLogs` are their logarithms, `volFactors` multiply the volatility. Logarithm, square root,
 * discount and sign are taken once an option; a cell adds, multiplies, and takes one exponential and one pair of Mills
 * ratios. Rows with a reason add nothing.
 */
export function scenarioGrid(
  table: usize, fromBlock: i32, toBlock: i32,
  spotFactors: usize, spotLogs: usize, spots: i32, volFactors: usize, vols: i32, out: usize, S: usize,
): void {
  for (let block = fromBlock; block < toBlock; block++) {
    const at = <usize>block * COLUMN;
    const rows = <usize>(block * BLOCK_ROWS);
    writeDiscount(address(table, RATE) + at, address(table, TAU) + at, S);
    writeSign(address(table, IS_PUT) + rows, S);
    writeBase(table, at, S);
    writeReasons(table, at, rows, S);
    for (let v = 0; v < vols; v++) {
      const volFactor = f64x2.splat(load<f64>(volFactors + (<usize>v << 3)));
      for (let i: usize = 0; i < COLUMN; i += 16) {
        const deviation = f64x2.mul(v128.load(S + i, BASE_DEVIATION), volFactor);
        v128.store(S + i, deviation, DEVIATION);
        v128.store(S + i, inverse(deviation), INVERSE_DEVIATION);
      }
      for (let s = 0; s < spots; s++) {
        const factor = load<f64>(spotFactors + (<usize>s << 3));
        writeCell(load<f64>(spotLogs + (<usize>s << 3)), S);
        writeDensity(S, false);
        writeFastRatios(S);
        const cell = out + (<usize>(v * spots + s) << 3);
        store<f64>(cell, load<f64>(cell) + cellValue(factor, S));
      }
    }
  }
}

function writeBase(table: usize, at: usize, S: usize): void {
  const F = address(table, FORWARD) + at;
  const K = address(table, STRIKE) + at;
  const T = address(table, TAU) + at;
  const V = address(table, VOL) + at;
  const Q = address(table, QUANTITY) + at;
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const forward = v128.load(F + i);
    const strike = v128.load(K + i);
    const exponent = exponentBetween(forward, strike);
    const scaled = i64x2.add(strike, exponent);
    const u = f64x2.div(f64x2.sub(forward, scaled), f64x2.add(forward, scaled));
    v128.store(S + i, logFromParts(exponentValue(exponent), u), BASE_LOG);
    v128.store(S + i, f64x2.mul(v128.load(V + i), f64x2.sqrt(v128.load(T + i))), BASE_DEVIATION);
    v128.store(S + i, forward, BASE_FORWARD);
    v128.store(S + i, strike, BASE_STRIKE);
    v128.store(S + i, f64x2.mul(v128.load(Q + i), v128.load(S + i, DISCOUNT)), BASE_QUANTITY);
  }
}

/** Each row's reason; one that has one is valued as an option at the money of which there are none. */
function writeReasons(table: usize, at: usize, rows: usize, S: usize): void {
  const reason = address(table, REASON) + rows;
  for (let row: usize = 0; row < <usize>BLOCK_ROWS; row++) {
    const i = row << 3;
    const quantity = load<f64>(address(table, QUANTITY) + at + i);
    let code = inputReason(
      load<f64>(address(table, FORWARD) + at + i), load<f64>(address(table, STRIKE) + at + i),
      load<f64>(address(table, TAU) + at + i), load<f64>(address(table, VOL) + at + i),
      load<f64>(address(table, RATE) + at + i),
    );
    if (code == 0 && !isFinite(quantity)) code = 1;
    if (code == 0 && !(Math.abs(load<f64>(S + BASE_QUANTITY + i)) <= QUANTITY_MAX)) code = 6;
    if (code == 0 && !(load<f64>(S + BASE_DEVIATION + i) > 1e-150)) code = 6;
    store<u8>(reason + row, code);
    if (code == 0) continue;
    store<f64>(S + BASE_LOG + i, 0);
    store<f64>(S + BASE_DEVIATION + i, 1);
    store<f64>(S + BASE_FORWARD + i, 1);
    store<f64>(S + BASE_STRIKE + i, 1);
    store<f64>(S + BASE_QUANTITY + i, 0);
  }
}

function writeCell(spotLog: f64, S: usize): void {
  const shift = f64x2.splat(spotLog);
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const x = f64x2.add(v128.load(S + i, BASE_LOG), shift);
    const deviation = v128.load(S + i, DEVIATION);
    const half = f64x2.mul(deviation, pair(HALF));
    const scaled = f64x2.mul(x, v128.load(S + i, INVERSE_DEVIATION));
    const distance = f64x2.abs(scaled);
    const d1 = f64x2.add(scaled, half);
    v128.store(S + i, f64x2.mul(f64x2.mul(d1, d1), pair(MINUS_HALF)), EXPONENT);
    storePoints(f64x2.sub(distance, half), f64x2.add(distance, half), deviation, FAST_SHIFT, S + i);
  }
}

function cellValue(spotFactor: f64, S: usize): f64 {
  const factor = f64x2.splat(spotFactor);
  let total = pair(ZERO);
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const forward = f64x2.mul(v128.load(S + i, BASE_FORWARD), factor);
    const strike = v128.load(S + i, BASE_STRIKE);
    const mass = f64x2.mul(forward, v128.load(S + i, DENSITY));
    const ratios = f64x2.add(v128.load(S + i, MILLS_A), v128.load(S + i, MILLS_B));
    const mirrored = nmadd(mass, ratios, f64x2.pmin(forward, strike));
    const outOfTheMoney = select(v128.load(S + i, NEAR), f64x2.mul(mass, v128.load(S + i, MILLS_GAP)), mirrored);
    const within = f64x2.pmax(f64x2.mul(v128.load(S + i, SIGN), f64x2.sub(forward, strike)), pair(ZERO));
    total = madd(f64x2.add(within, outOfTheMoney), v128.load(S + i, BASE_QUANTITY), total);
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}
