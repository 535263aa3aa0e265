import type { ProtocolRow, RowReader } from '../protocolFold.js';
import { opL1FeeWei } from './opL1FeeWei.js';

/** What an OP chain takes for L1 data, as its oracle said it last; undefined until it has. */
export interface OpFeeRow extends ProtocolRow {
  readonly protocol: 'op-gas-oracle';
  readonly kind: 'op_fees';
  readonly formula: OpFeeFormula;
  readonly l1BaseFeeWei: bigint | undefined;
  readonly blobBaseFeeWei: bigint | undefined;
  readonly baseFeeScalar: number | undefined;
  readonly blobBaseFeeScalar: number | undefined;
}

/** How a hardfork reckons what a transaction's bytes cost. */
export type OpFeeFormula = 'ecotone' | 'fjord';

export interface ArbitrumFeeRow extends ProtocolRow {
  readonly protocol: 'arb-gas-info';
  readonly kind: 'arbitrum_fees';
  readonly perL1CalldataByteWei: bigint;
}

export type L2FeeRow = OpFeeRow | ArbitrumFeeRow;

export const OP_FEE_KEY = 'op-gas-oracle/fees';
export const ARBITRUM_FEE_KEY = 'arb-gas-info/fees';

/** Wei for the L1 data of a transaction that compresses to so many bytes; undefined on a chain that takes none, or hasn't said. */
export function l1DataFeeWei(rows: RowReader, bytes: number): bigint | undefined {
  const op = rows.get(OP_FEE_KEY) as OpFeeRow | undefined;
  if (op !== undefined) return opL1FeeWei(op, bytes);
  const arbitrum = rows.get(ARBITRUM_FEE_KEY) as ArbitrumFeeRow | undefined;
  return arbitrum === undefined ? undefined : arbitrum.perL1CalldataByteWei * BigInt(bytes);
}
