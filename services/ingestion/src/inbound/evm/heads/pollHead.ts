import { numberToHex } from 'viem';
import type { ChainFinality } from '../../../domain/feedDescription.js';
import { HEAD_LEAD_BLOCKS_MAX } from '../limits.js';
import { quantity } from '../blocks/blockHeader.js';
import { readHeader } from '../blocks/fetchHeaders.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import type { RpcAnswer, RpcCall } from '../rpc/rpcClient.js';

export interface HeadTerms {
  readonly chainId: number;
  readonly finality: ChainFinality;
  readonly ethereumHeaders: boolean;
}

/** Asks one node for its newest and its finalised block, the first time for its chain as well, and notes them. */
export async function pollHead(endpoint: Endpoint, terms: HeadTerms, signal: AbortSignal): Promise<void> {
  const calls: RpcCall[] = [{ method: 'eth_getBlockByNumber', params: ['latest', false] }];
  const finalAt = finalBlockAsked(endpoint, terms.finality);
  if (finalAt !== undefined) calls.push({ method: 'eth_getBlockByNumber', params: [finalAt, false] });
  if (!endpoint.isOnChain) calls.push({ method: 'eth_chainId', params: [] });
  const outcome = await endpoint.ask(calls, signal);
  if (!outcome.ok) return;
  const [latest, ...others] = outcome.answers;
  if (!endpoint.isOnChain) {
    const said = chainIdOf(others.pop());
    if (said !== terms.chainId) {
      return endpoint.lied(`Expected a node of chain ${terms.chainId}, was one of ${said ?? 'none'}.`, 'refused');
    }
    endpoint.isOnChain = true;
  }
  const head = readHeader(latest!, terms.ethereumHeaders);
  if (head.kind === 'wrong') return endpoint.lied(head.detail, head.reason);
  endpoint.claims(head.kind === 'value' ? { number: head.value.number, hash: head.value.hash } : undefined);
  const final = others[0] === undefined ? undefined : readHeader(others[0], terms.ethereumHeaders);
  if (final?.kind === 'wrong') return endpoint.lied(final.detail, final.reason);
  if (
    final?.kind === 'value' &&
    head.kind === 'value' &&
    final.value.number > head.value.number + BigInt(HEAD_LEAD_BLOCKS_MAX)
  ) {
    const detail = `Expected a final block not above the head ${head.value.number}, was ${final.value.number}.`;
    return endpoint.lied(detail, 'refused');
  }
  if (final?.kind === 'value') endpoint.finalized = { number: final.value.number, hash: final.value.hash };
}

/** Of a depth the block below the head of the last poll, so that one request is enough. */
function finalBlockAsked(endpoint: Endpoint, finality: ChainFinality): string | undefined {
  if (finality.by === 'tag') return 'finalized';
  const number = endpoint.head === undefined ? -1n : endpoint.head.number - BigInt(finality.blocks);
  return number < 0n ? undefined : numberToHex(number);
}

function chainIdOf(answer: RpcAnswer | undefined): number | undefined {
  const id = answer?.ok === true ? quantity(answer.result) : undefined;
  return id === undefined || id > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(id);
}
