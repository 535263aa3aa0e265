import { createHash } from 'node:crypto';
import type { Hex } from 'viem';
import type { EndpointPool } from '../endpoints/endpointPool.js';
import type { Reading, Reply } from '../endpoints/question.js';
import type { RpcAnswer, RpcCall } from '../rpc/rpcClient.js';
import { aggregateCallData, aggregateGroups, aggregateResults } from './aggregateCalls.js';
import { callAnswer, type CallResult } from './callAnswer.js';
import type { PlannedRead } from './plannedRead.js';

export interface ReadTerms {
  readonly pool: EndpointPool;
  /** Undefined on a chain without Multicall3. */
  readonly multicall: Hex | undefined;
}

/**
 * What the contracts answer at the block of this hash and no other (EIP-1898), in the order of the reads. One aggregate3
 * where Multicall3 stands in that block, a batch of single calls otherwise. Every node of the quorum has to say the same.
 */
export async function fetchReads(
  terms: ReadTerms,
  blockHash: Hex,
  reads: readonly PlannedRead[],
  signal: AbortSignal,
): Promise<Reply<readonly CallResult[]>> {
  if (reads.length === 0) return { kind: 'value', value: [] };
  if (terms.multicall !== undefined && reads.length > 1) {
    const reply = await fetchAggregate(terms.pool, terms.multicall, blockHash, reads, signal);
    if (reply.kind !== 'value') return reply;
    // No code at the address in this block, or a call that ate the gas of all: asked one by one, each has its own.
    if (reply.value !== undefined) return { kind: 'value', value: reply.value };
  }
  const calls = reads.map(({ address, callData }) => ethCall(address, callData, blockHash));
  return terms.pool.ask({ calls, read: readSingle, digest: digestOf, voices: terms.pool.quorum }, signal);
}

function fetchAggregate(
  pool: EndpointPool,
  multicall: Hex,
  blockHash: Hex,
  reads: readonly PlannedRead[],
  signal: AbortSignal,
): Promise<Reply<readonly CallResult[] | undefined>> {
  const groups = aggregateGroups(reads);
  return pool.ask<readonly CallResult[] | undefined>(
    {
      calls: groups.map((group) => ethCall(multicall, aggregateCallData(group), blockHash)),
      read: (answers) => {
        const outer = readSingle(answers);
        if (outer.kind !== 'value') return outer;
        const inner = groups.map((group, place) => {
          const { reverted, returnData } = outer.value[place]!;
          return reverted ? undefined : aggregateResults(returnData, group);
        });
        const whole = inner.every((results) => results !== undefined);
        return { kind: 'value', value: whole ? inner.flat() : undefined };
      },
      digest: (results) => (results === undefined ? '' : digestOf(results)),
      voices: pool.quorum,
    },
    signal,
  );
}

function ethCall(to: Hex, data: Hex, blockHash: Hex): RpcCall {
  return {
    method: 'eth_call',
    params: [
      { to, data },
      { blockHash, requireCanonical: true },
    ],
  };
}

function readSingle(answers: readonly RpcAnswer[]): Reading<readonly CallResult[]> {
  const results: CallResult[] = [];
  for (const answer of answers) {
    const read = callAnswer(answer);
    if (read.kind === 'wrong') return { kind: 'wrong', reason: 'refused', detail: read.detail };
    if (read.kind !== 'result') return read;
    results.push(read.result);
  }
  return { kind: 'value', value: results };
}

function digestOf(results: readonly CallResult[]): string {
  const hash = createHash('sha256');
  for (const { reverted, returnData } of results) hash.update(`${reverted} ${returnData}\n`);
  return hash.digest('hex');
}
