import { numberToHex } from 'viem';
import type { EndpointPool } from '../endpoints/endpointPool.js';
import type { Reading } from '../endpoints/question.js';
import { PRIORITY_FEE_WEI_MAX } from '../limits.js';
import type { RpcAnswer } from '../rpc/rpcClient.js';
import { type BlockHeader, quantity } from './blockHeader.js';

/** Of the block's gas, by what it paid: the median unit. */
const PERCENTILE = 50;

/**
 * Wei per gas that the median unit of a block's gas paid on top of the base fee, by eth_feeHistory; undefined where no node says
 * it. It is asked for by number and proven by nothing, so the base fee beside it has to be the header's. One node's word is
 * enough: nodes reckon percentiles in their own ways, and none of them lies by that.
 */
export async function fetchPriorityFee(
  pool: EndpointPool,
  header: BlockHeader,
  signal: AbortSignal,
): Promise<bigint | undefined> {
  const call = { method: 'eth_feeHistory', params: ['0x1', numberToHex(header.number), [PERCENTILE]] };
  const read = ([answer]: readonly RpcAnswer[]): Reading<bigint> => readPriorityFee(answer!, header);
  const reply = await pool.ask({ calls: [call], read, digest: String, voices: 1 }, signal);
  return reply.kind === 'value' ? reply.value : undefined;
}

export function readPriorityFee(answer: RpcAnswer, { number, fields }: BlockHeader): Reading<bigint> {
  if (!answer.ok) return { kind: 'unable', detail: answer.message };
  if (typeof answer.result !== 'object' || answer.result === null) return unable('a history of fees', answer.result);
  const { oldestBlock, baseFeePerGas, reward } = answer.result as Readonly<Record<string, unknown>>;
  const baseFee = quantity(fields['baseFeePerGas']);
  const saidOf = quantity(oldestBlock);
  if (saidOf !== number || baseFee === undefined || quantity(firstOf(baseFeePerGas)) !== baseFee) {
    return unable(`fees of block ${number} with its base fee`, saidOf);
  }
  const tip = quantity(firstOf(firstOf(reward)));
  if (tip === undefined || tip > PRIORITY_FEE_WEI_MAX) return unable('a tip', tip);
  return { kind: 'value', value: tip };
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? (list as readonly unknown[])[0] : undefined;
}

function unable(expected: string, found: unknown): Reading<bigint> {
  return { kind: 'unable', detail: `Expected ${expected}, was ${String(found)}.` };
}
