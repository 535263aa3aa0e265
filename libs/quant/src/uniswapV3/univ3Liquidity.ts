import { REASON_CODE } from '../instrument/fieldRules.js';
import { refusalOf } from '../instrument/instrumentKernel.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { HIGH_FIELD, RANGE_FIELDS } from './rangeFields.js';
import { writeLiquidityCarry, writeOwedFees, writeRange } from './writeLiquidity.js';

/** A Uniswap v3 position with the fees that it is owed, what it earns, and what arbitrage takes from it. */
export const univ3Liquidity = rowKernel('univ3', RANGE_FIELDS, writeUniv3);

/** Writes the row; shared with v4, whose curve is the same. */
export function writeUniv3(input: Float64Array, out: Float64Array): number {
  const lowUsd = input[1]!;
  const highUsd = input[2]!;
  const priceUsd = input[3]!;
  if (lowUsd >= highUsd) return refusalOf(HIGH_FIELD, REASON_CODE.invertedRange);
  writeRange(out, input[0]!, lowUsd, highUsd, priceUsd);
  writeOwedFees(out, priceUsd, input[9]!, input[10]!);
  writeLiquidityCarry(out, priceUsd, input[4]!, input[5]!, input[6]!, input[7] === 1, input[8]!);
  return 0;
}
