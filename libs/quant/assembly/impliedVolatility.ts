import { pair, ZERO } from './constants';
import { writeDiscount } from './density';
import { INFINITE } from './impliedVolatility/constants';
import { writeGuess } from './impliedVolatility/guess';
import { DEVIATION } from './impliedVolatility/layout';
import { refineFine, refineRough } from './impliedVolatility/refine';
import { refuseRows } from './impliedVolatility/refuse';
import { writeTargets } from './impliedVolatility/targets';
import { BLOCK_ROWS, COLUMN } from './layout';
import { writeSign } from './sign';

/* Places in the table of column addresses (u32 each); src/impliedVolatility/impliedVolatilityBook.ts has the same. */
const FORWARD = 0;
const STRIKE = 1;
const TAU = 2;
const RATE = 3;
const PRICE = 4;
const VOL = 5;
const IS_PUT = 6;
const REASON = 7;

// @ts-ignore: decorator
@inline
function address(table: usize, column: i32): usize {
  return <usize>load<u32>(table + (<usize>column << 2));
}

/**
 * Implied volatilities of the blocks of 64 rows from `fromBlock` to below `toBlock`. `table` holds the addresses of the
 * columns, `scratch` is SCRATCH_BYTES of the caller's own. Columns are padded to whole blocks.
 *
 * A guess, a step with seven digits and a step with all of them: the fourth order makes 8 % into 1e-5 and that into
 * nothing, everywhere (fitImpliedVolatility.py, and the reference in test/data/pricing/impliedVolatility). So no row
 * depends on its neighbours, or on how often a loop ran.
 */
export function impliedVolatility(table: usize, fromBlock: i32, toBlock: i32, scratch: usize): void {
  for (let block = fromBlock; block < toBlock; block++) {
    const at = <usize>block * COLUMN;
    const F = address(table, FORWARD) + at;
    const K = address(table, STRIKE) + at;
    const T = address(table, TAU) + at;
    const R = address(table, RATE) + at;
    const P = address(table, PRICE) + at;
    const vol = address(table, VOL) + at;
    const isPut = address(table, IS_PUT) + <usize>(block * BLOCK_ROWS);
    const reason = address(table, REASON) + <usize>(block * BLOCK_ROWS);
    writeDiscount(R, T, scratch);
    writeSign(isPut, scratch);
    writeTargets(F, K, T, R, P, scratch);
    writeGuess(scratch);
    refineRough(scratch);
    refineFine(scratch);
    if (writeVolatility(T, scratch, vol)) memory.fill(reason, 0, <usize>BLOCK_ROWS);
    else refuseRows(F, K, T, R, P, isPut, scratch, vol, reason);
  }
}

/** False when a row has no volatility. */
function writeVolatility(T: usize, S: usize, vol: usize): bool {
  let implied = f64x2.eq(pair(ZERO), pair(ZERO));
  for (let i: usize = 0; i < COLUMN; i += 16) {
    const sigma = f64x2.div(v128.load(S + DEVIATION + i), f64x2.sqrt(v128.load(T + i)));
    v128.store(vol + i, sigma);
    implied = v128.and(implied, v128.and(f64x2.gt(sigma, pair(ZERO)), f64x2.lt(sigma, pair(INFINITE))));
  }
  return i64x2.all_true(implied);
}
