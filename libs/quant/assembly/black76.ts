import { writeDensity, writeDiscount } from './density';
import { writeFirstGreeks, writeSecondGreeks } from './greeks';
import { BLOCK_ROWS, COLUMN } from './layout';
import { writeFastPoints, writeFastRatios, writeMillsPair } from './millsPair';
import { refuseRows } from './refuse';
import { writeSign } from './sign';
import { standardiseFast, standardisePrecise } from './standardise';

/* Places in the table of column addresses (u32 each); src/black76/black76Book.ts has the same. */
const FORWARD = 0;
const STRIKE = 1;
const TAU = 2;
const VOL = 3;
const RATE = 4;
const IS_PUT = 5;
const REASON = 6;
const PRICE = 7;
const DELTA = 8;
const GAMMA = 9;
const VEGA = 10;
const THETA = 11;
const RHO = 12;
const FORWARD_RHO = 13;
const VANNA = 14;
const VOLGA = 15;
const CHARM = 16;

const PRECISE: i32 = 1;
const SECOND_GREEKS: i32 = 2;

// @ts-ignore: decorator
@inline
function address(table: usize, column: i32): usize {
  return <usize>load<u32>(table + (<usize>column << 2));
}

/**
 * Values the blocks of 64 rows from `fromBlock` to below `toBlock`. `table` holds the addresses of the columns,
 * `scratch` is SCRATCH_BYTES of the caller's own. Columns are padded to whole blocks.
 */
export function black76(table: usize, fromBlock: i32, toBlock: i32, flags: i32, scratch: usize): void {
  const precise = (flags & PRECISE) != 0;
  const second = (flags & SECOND_GREEKS) != 0;
  for (let block = fromBlock; block < toBlock; block++) {
    const at = <usize>block * COLUMN;
    const F = address(table, FORWARD) + at;
    const K = address(table, STRIKE) + at;
    const T = address(table, TAU) + at;
    const V = address(table, VOL) + at;
    const R = address(table, RATE) + at;
    const rows = <usize>(block * BLOCK_ROWS);
    if (precise) standardisePrecise(F, K, T, V, scratch);
    else standardiseFast(F, K, T, V, scratch, second);
    writeDensity(scratch, precise);
    writeDiscount(R, T, scratch);
    writeSign(address(table, IS_PUT) + rows, scratch);
    if (precise) {
      writeMillsPair(scratch);
    } else {
      writeFastPoints(scratch);
      writeFastRatios(scratch);
    }
    let valued = writeFirstGreeks(
      F, K, T, V, R, scratch,
      address(table, PRICE) + at, address(table, DELTA) + at, address(table, GAMMA) + at, address(table, VEGA) + at,
      address(table, THETA) + at, address(table, RHO) + at, address(table, FORWARD_RHO) + at,
    );
    if (second) {
      const numbers = writeSecondGreeks(
        F, V, R, scratch, address(table, DELTA) + at,
        address(table, VANNA) + at, address(table, VOLGA) + at, address(table, CHARM) + at,
      );
      valued = valued && numbers;
    }
    const reason = address(table, REASON) + rows;
    if (valued) memory.fill(reason, 0, <usize>BLOCK_ROWS);
    else refuseRows(F, K, T, V, R, reason, table + (<usize>PRICE << 2), second ? 10 : 7, at);
  }
}
