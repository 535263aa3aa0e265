import type { Hex } from 'viem';
import { saysUnknownBlock } from '../blocks/checkLogs.js';
import type { RpcAnswer } from '../rpc/rpcClient.js';

/** What a contract answered. */
export interface CallResult {
  readonly reverted: boolean;
  readonly returnData: Hex;
}

export type CallAnswer =
  | { readonly kind: 'result'; readonly result: CallResult }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unable'; readonly detail: string }
  | { readonly kind: 'wrong'; readonly detail: string };

/** EIP-1474 and geth: code 3 is a revert with its data. Others say so in words (Nethermind: -32015). */
const REVERTED = 3;
const REVERT_WORDS = /revert|invalid opcode|out of gas|stack (under|over)flow|invalid jump|vm execution error/i;
// A group that captures runs out of stack at some megabytes of digits, and throws.
const BYTES = /^0x(?:[0-9a-f]{2})*$/i;

/** Reads the answer to an eth_call: a contract that reverts has answered, a node that lacks the state hasn't. */
export function callAnswer(answer: RpcAnswer): CallAnswer {
  if (answer.ok) {
    if (typeof answer.result !== 'string' || !BYTES.test(answer.result)) {
      return { kind: 'wrong', detail: 'Expected bytes from eth_call, was something else.' };
    }
    return { kind: 'result', result: { reverted: false, returnData: answer.result.toLowerCase() as Hex } };
  }
  if (saysUnknownBlock(answer)) return { kind: 'absent' };
  if (answer.code !== REVERTED && !REVERT_WORDS.test(answer.message)) return { kind: 'unable', detail: answer.message };
  return { kind: 'result', result: { reverted: true, returnData: revertData(answer.data) } };
}

/** Some nodes put words before the bytes ("Reverted 0x..."), some nest them. */
function revertData(data: unknown): Hex {
  if (typeof data === 'object' && data !== null) return revertData((data as { readonly data?: unknown }).data);
  const found = typeof data === 'string' ? /0x(?:[0-9a-f]{2})*$/i.exec(data)?.[0] : undefined;
  return (found?.toLowerCase() ?? '0x') as Hex;
}
