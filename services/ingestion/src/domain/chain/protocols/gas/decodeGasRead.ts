import type { ChainFact } from '../../chainFact.js';
import { callReader, type EvmRead } from '../abi/readCall.js';
import type { Refusal } from '../abi/reading.js';
import { ARB_GAS_INFO_ABI, OP_GAS_ORACLE_ABI } from './gasAbi.js';

/** What an L2's own oracle says about its fees, in wei. */
export type GasFact = ChainFact &
  /** Of the transaction, or the size, that was asked about. */
  (
    | { readonly kind: 'l1_data_fee'; readonly feeWei: bigint }
    | { readonly kind: 'l1_base_fee'; readonly feeWei: bigint }
    | { readonly kind: 'blob_base_fee'; readonly feeWei: bigint }
    | { readonly kind: 'arbitrum_prices'; readonly perL1CalldataByteWei: bigint; readonly perGasWei: bigint }
    | { readonly kind: 'fee_scalar'; readonly of: 'base' | 'blob'; readonly scalar: number }
  );

const readOpCall = callReader(OP_GAS_ORACLE_ABI);
const readArbCall = callReader(ARB_GAS_INFO_ABI);

/** Reads the gas oracles of OP chains and of Arbitrum; the selectors say which. */
export function decodeGasRead(read: EvmRead): { readonly kind: 'gas'; readonly fact: GasFact } | Refusal {
  const op = readOpCall(read);
  if (op.kind === 'call') return { kind: 'gas', fact: opFact(op.call) };
  if (op.code !== 'unknown_function') return op;
  const arb = readArbCall(read);
  if (arb.kind === 'refused') return arb;
  if (arb.call.functionName === 'getL1BaseFeeEstimate') {
    return { kind: 'gas', fact: { kind: 'l1_base_fee', feeWei: arb.call.result } };
  }
  const [, perL1CalldataByteWei, , , , perGasWei] = arb.call.result;
  return { kind: 'gas', fact: { kind: 'arbitrum_prices', perL1CalldataByteWei, perGasWei } };
}

function opFact(call: (ReturnType<typeof readOpCall> & { readonly kind: 'call' })['call']): GasFact {
  switch (call.functionName) {
    case 'getL1Fee':
    case 'getL1FeeUpperBound':
      return { kind: 'l1_data_fee', feeWei: call.result };
    case 'l1BaseFee':
      return { kind: 'l1_base_fee', feeWei: call.result };
    case 'blobBaseFee':
      return { kind: 'blob_base_fee', feeWei: call.result };
    case 'baseFeeScalar':
      return { kind: 'fee_scalar', of: 'base', scalar: call.result };
    case 'blobBaseFeeScalar':
      return { kind: 'fee_scalar', of: 'blob', scalar: call.result };
  }
}
