import { REASON_CODE } from '../instrument/fieldRules.js';
import { type FieldPlaces, refusalOf } from '../instrument/instrumentKernel.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { RANGE_FIELDS, type RangeField } from './rangeFields.js';
import { writeLiquidityCarry, writeOwedFees, writeRange } from './writeLiquidity.js';

/** A Uniswap v3 position with the fees that it is owed, what it earns, and what arbitrage takes from it. */
export const univ3Liquidity = rowKernel('univ3', RANGE_FIELDS, writeUniv3);

/** Writes the row; shared with v4, whose curve is the same. */
export function writeUniv3(input: Float64Array, out: Float64Array, at: FieldPlaces<RangeField>): number {
  const lowUsd = input[at.lowUsd]!;
  const highUsd = input[at.highUsd]!;
  const priceUsd = input[at.priceUsd]!;
  if (lowUsd >= highUsd) return refusalOf(at.highUsd, REASON_CODE.invertedRange);
  writeRange(out, input[at.liquidityUnits]!, lowUsd, highUsd, priceUsd);
  writeOwedFees(out, priceUsd, input[at.owedVolatileUnits]!, input[at.owedQuoteUnits]!);
  writeLiquidityCarry(
    out,
    priceUsd,
    input[at.vol]!,
    input[at.feePer1]!,
    input[at.blocksPerYear]!,
    input[at.hasFixedBlocks] === 1,
    input[at.feesUsdPerDay]!,
  );
  return 0;
}
