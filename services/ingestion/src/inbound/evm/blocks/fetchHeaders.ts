import { type Hex, numberToHex } from 'viem';
import type { EndpointPool } from '../endpoints/endpointPool.js';
import type { Reading, Reply } from '../endpoints/question.js';
import type { RpcAnswer, RpcCall } from '../rpc/rpcClient.js';
import { blockHeader, type BlockHeader } from './blockHeader.js';
import { saysUnknownBlock } from './checkLogs.js';
import { headerHash } from './headerHash.js';

/** How headers are asked for. */
export interface HeaderTerms {
  readonly pool: EndpointPool;
  /** The chain's headers hash as Ethereum's do, so a header can be checked against its hash. */
  readonly ethereumHeaders: boolean;
}

/** The header of a hash, at its height. One node is enough where the header can be checked against the hash. */
export function fetchHeader(
  terms: HeaderTerms,
  hash: Hex,
  number: bigint,
  signal: AbortSignal,
): Promise<Reply<BlockHeader>> {
  return terms.pool.ask(
    {
      calls: [{ method: 'eth_getBlockByHash', params: [hash, false] }],
      read: ([answer]) => {
        const read = readHeader(answer!, terms.ethereumHeaders);
        if (read.kind !== 'value' || (read.value.hash === hash && read.value.number === number)) return read;
        const detail = `Expected the block ${number} (${hash}), was ${read.value.number} (${read.value.hash}).`;
        return { kind: 'wrong', reason: 'quorum', detail };
      },
      digest: headerText,
      voices: terms.ethereumHeaders ? 1 : terms.pool.quorum,
    },
    signal,
  );
}

/**
 * Headers `from` to `to` as the chain stands, each the parent of the next; absent when they are not there, or don't hang
 * together because the chain changed while they were read.
 */
export function fetchHeaderRange(
  terms: HeaderTerms,
  from: bigint,
  to: bigint,
  signal: AbortSignal,
): Promise<Reply<readonly BlockHeader[]>> {
  const calls: RpcCall[] = [];
  for (let number = from; number <= to; number++) {
    calls.push({ method: 'eth_getBlockByNumber', params: [numberToHex(number), false] });
  }
  return terms.pool.ask(
    {
      calls,
      read: (answers) => readRange(answers, from, terms.ethereumHeaders),
      digest: (headers) => `${headers[0]!.parentHash} ${headers.at(-1)!.hash}`,
      voices: terms.pool.quorum,
    },
    signal,
  );
}

function readRange(
  answers: readonly RpcAnswer[],
  from: bigint,
  ethereumHeaders: boolean,
): Reading<readonly BlockHeader[]> {
  const headers: BlockHeader[] = [];
  for (const [place, answer] of answers.entries()) {
    const read = readHeader(answer, ethereumHeaders);
    if (read.kind !== 'value') return read;
    const number = from + BigInt(place);
    if (read.value.number !== number) {
      return { kind: 'wrong', reason: 'quorum', detail: `Expected block ${number}, was ${read.value.number}.` };
    }
    const before = headers.at(-1);
    if (before !== undefined && before.hash !== read.value.parentHash) return { kind: 'absent' };
    headers.push(read.value);
  }
  return { kind: 'value', value: headers };
}

export function readHeader(answer: RpcAnswer, ethereumHeaders: boolean): Reading<BlockHeader> {
  if (!answer.ok) return saysUnknownBlock(answer) ? { kind: 'absent' } : { kind: 'unable', detail: answer.message };
  if (answer.result === null) return { kind: 'absent' };
  const header = blockHeader(answer.result);
  if (header === undefined)
    return { kind: 'wrong', reason: 'refused', detail: 'Expected a header, was something else.' };
  if (ethereumHeaders && headerHash(header.fields) !== header.hash) {
    const detail = `Expected a header that hashes to ${header.hash}, was another one (block ${header.number}).`;
    return { kind: 'wrong', reason: 'quorum', detail };
  }
  return { kind: 'value', value: header };
}

/** What two nodes have to agree on where the hash alone doesn't bind it. */
function headerText({ hash, parentHash, number, timestamp, receiptsRoot, logsBloom, fields }: BlockHeader): string {
  return [hash, parentHash, number, timestamp, receiptsRoot, logsBloom, String(fields['baseFeePerGas'])].join(' ');
}
