import type { OpFeeRow } from './l2FeeRows.js';

/** Ecotone: 16 gas for each byte, since compressed bytes are hardly ever zero; the prices are those of 16 gas, in millionths. */
const GAS_PER_BYTE = 16n;
const ECOTONE_DIVISOR = 16n * 10n ** 6n;

/** Fjord: the size in millionths of a byte is linear in what FastLZ makes of the transaction, and 100 bytes at least. */
const FJORD_INTERCEPT = -42_585_600n;
const FJORD_PER_BYTE = 836_500n;
const FJORD_SIZE_MIN = 100_000_000n;
const FJORD_DIVISOR = 10n ** 12n;

/**
 * Wei that an OP chain takes for the L1 data of a transaction of so many bytes, compressed, in its batch (specs.optimism.io,
 * "Ecotone L1 cost" and "Fjord L1-cost fees"). What an operator fee (Isthmus) adds isn't in it. Undefined until all four
 * figures were read.
 */
export function opL1FeeWei(row: OpFeeRow, bytes: number): bigint | undefined {
  const { l1BaseFeeWei, blobBaseFeeWei, baseFeeScalar, blobBaseFeeScalar } = row;
  if (l1BaseFeeWei === undefined || blobBaseFeeWei === undefined) return undefined;
  if (baseFeeScalar === undefined || blobBaseFeeScalar === undefined) return undefined;
  const price = 16n * BigInt(baseFeeScalar) * l1BaseFeeWei + BigInt(blobBaseFeeScalar) * blobBaseFeeWei;
  const size = BigInt(bytes);
  if (row.formula === 'ecotone') return (size * GAS_PER_BYTE * price) / ECOTONE_DIVISOR;
  const estimated = FJORD_INTERCEPT + FJORD_PER_BYTE * size;
  return ((estimated < FJORD_SIZE_MIN ? FJORD_SIZE_MIN : estimated) * price) / FJORD_DIVISOR;
}
