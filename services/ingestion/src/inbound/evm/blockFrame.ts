import type { RawFrame } from '../../domain/rawFrame.js';
import type { BlockHeader } from './blocks/blockHeader.js';
import { quantity } from './blocks/blockHeader.js';
import type { BlockLog } from './blocks/blockLog.js';
import type { CallResult } from './reads/callAnswer.js';
import type { PlannedRead } from './reads/plannedRead.js';

export interface WholeBlock {
  readonly header: BlockHeader;
  readonly logs: readonly BlockLog[];
  /** Each read with its answer. */
  readonly reads: readonly (readonly [PlannedRead, CallResult])[];
  /** Wei per gas; undefined where it wasn't asked for, or no node said it. */
  readonly priorityFeePerGas?: bigint | undefined;
}

export interface FinalBlock {
  readonly number: bigint;
  readonly hash: string;
}

/** The block as an `evm-block-json` frame; the form is that of `ChainFrame`. */
export function blockFrame(
  feed: string,
  chain: string,
  { header, logs, reads, priorityFeePerGas }: WholeBlock,
  finalized: FinalBlock | undefined,
  receivedAtUs: bigint,
): RawFrame {
  const baseFee = quantity(header.fields['baseFeePerGas']);
  const form = {
    chain,
    number: header.number.toString(),
    hash: header.hash,
    parentHash: header.parentHash,
    timestamp: header.timestamp.toString(),
    baseFeePerGas: baseFee?.toString(),
    priorityFeePerGas: priorityFeePerGas?.toString(),
    finalized: finalized && { number: finalized.number.toString(), hash: finalized.hash },
    logs: logs.map(({ address, topics, data, logIndex, transactionHash }) => ({
      address,
      topics,
      data,
      logIndex,
      transactionHash,
    })),
    reads: reads.map(([{ address, function: name, callData, accountId }, { reverted, returnData }]) => ({
      address,
      function: name,
      callData,
      returnData,
      reverted,
      accountId,
    })),
  };
  return { feed, raw: new TextEncoder().encode(JSON.stringify(form)), receivedAtUs };
}
