import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';
import { writeDensity, writeDiscount } from './twin/density.js';
import { writeGreeks } from './twin/greeks.js';
import { writeLogMoneyness } from './twin/logMoneyness.js';
import { writeMillsPair } from './twin/millsPair.js';
import { refuseRows } from './twin/refuseRows.js';
import { TWIN_BLOCK_ROWS } from './twin/scratch.js';
import { writeDeviations, writeVariance } from './twin/standardise.js';

/**
 * Values every row of `inputs` into the same row of `out`, in TypeScript, without allocation. F. Black, "The pricing of
 * commodity contracts" (1976); Greeks by differentiation, using F·n(d1) = K·n(d2). The twin of the `plain` kernel in
 * libs/quant/assembly: the same operations in the same order, so the same bits, which a test holds.
 */
export function black76Twin(inputs: Black76InputColumns, out: Black76OutputColumns): void {
  const { length } = inputs.forward;
  for (let from = 0; from < length; from += TWIN_BLOCK_ROWS) {
    writeBlock(inputs, out, from, Math.min(TWIN_BLOCK_ROWS, length - from));
  }
}

function writeBlock(inputs: Black76InputColumns, out: Black76OutputColumns, from: number, rows: number): void {
  const { forward, strike, tauYears, vol, ratePer1 } = inputs;
  writeLogMoneyness(forward, strike, from, rows);
  writeVariance(tauYears, vol, from, rows);
  writeDeviations(rows);
  writeDensity(rows);
  writeDiscount(ratePer1, tauYears, from, rows);
  writeMillsPair(rows);
  writeGreeks(inputs, out, from, rows);
  refuseRows(inputs, out, from, rows);
}
