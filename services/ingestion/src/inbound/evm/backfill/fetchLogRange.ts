import { type Hex, numberToHex } from 'viem';
import type { Endpoint } from '../endpoints/endpoint.js';
import type { Reading, Reply } from '../endpoints/question.js';
import { RANGE_LOGS_MAX } from '../limits.js';
import type { RpcAnswer } from '../rpc/rpcClient.js';
import type { BlockHeader } from '../blocks/blockHeader.js';
import { type BlockLog, blockLog } from '../blocks/blockLog.js';
import { checkLogs, saysUnknownBlock } from '../blocks/checkLogs.js';
import { fetchLogs, isSample, logsDigest, type LogTerms, noteRepeated } from '../blocks/fetchLogs.js';
import { rangeLimitOf } from './rangeLimit.js';

interface FoundRange {
  /** Logs of each block, in the order of the headers. */
  readonly blocks: readonly (readonly BlockLog[])[];
  /** Places of blocks that seem to lack logs. */
  readonly suspects: readonly number[];
}

/**
 * The logs of watched addresses in blocks that follow one another, one list for each. Those that seem incomplete are asked
 * for again by their hash. Absent when a log belongs to none of these blocks: the chain changed meanwhile.
 */
export async function fetchLogRange(
  terms: LogTerms,
  headers: readonly BlockHeader[],
  signal: AbortSignal,
): Promise<Reply<readonly (readonly BlockLog[])[]>> {
  const { pool, watched } = terms;
  if (watched.list.length === 0) return { kind: 'value', value: headers.map(() => []) };
  const range = { fromBlock: numberToHex(headers[0]!.number), toBlock: numberToHex(headers.at(-1)!.number) };
  const sampled = pool.quorum === 1 && headers.some(isSample);
  const reply = await pool.ask<FoundRange>(
    {
      calls: [{ method: 'eth_getLogs', params: [{ ...range, address: watched.list }] }],
      read: ([answer], endpoint) => readRange(answer!, endpoint, terms, headers),
      digest: ({ blocks }) => logsDigest(blocks.flat()),
      voices: sampled ? 2 : pool.quorum,
      sampled,
      settle: (stop) => provenRange(terms, headers, stop),
    },
    signal,
  );
  if (reply.kind !== 'value') return reply;
  const blocks = [...reply.value.blocks];
  for (const place of reply.value.suspects) {
    const again = await fetchLogs(terms, headers[place]!, signal);
    if (again.kind !== 'value') return again;
    blocks[place] = again.value;
  }
  return { kind: 'value', value: blocks };
}

function readRange(
  answer: RpcAnswer,
  endpoint: Endpoint,
  terms: LogTerms,
  headers: readonly BlockHeader[],
): Reading<FoundRange> {
  if (!answer.ok) {
    const limit = rangeLimitOf(answer);
    if (limit !== undefined) return { kind: 'limit', blocks: limit.blocks };
    return saysUnknownBlock(answer) ? { kind: 'absent' } : { kind: 'unable', detail: answer.message };
  }
  if (!Array.isArray(answer.result)) {
    return { kind: 'wrong', reason: 'refused', detail: 'Expected a list of logs, was something else.' };
  }
  if (answer.result.length > RANGE_LOGS_MAX && headers.length > 1) return { kind: 'limit', blocks: undefined };
  const byHash = new Map<Hex, BlockLog[]>(headers.map(({ hash }) => [hash, []]));
  for (const given of answer.result) {
    const log = blockLog(given);
    const own = log === undefined ? undefined : byHash.get(log.blockHash);
    if (log === undefined || own === undefined) return { kind: 'absent' };
    own.push(log);
  }
  const blocks: (readonly BlockLog[])[] = [];
  const suspects: number[] = [];
  let repeated = 0;
  for (const [place, header] of headers.entries()) {
    const checked = checkLogs(byHash.get(header.hash)!, header, terms.watched, terms.ethereumHeaders);
    if (checked.kind === 'wrong') return { kind: 'wrong', reason: 'quorum', detail: checked.detail };
    blocks.push(checked.logs);
    repeated += checked.repeated;
    if (checked.suspect) suspects.push(place);
  }
  noteRepeated(endpoint, repeated);
  return { kind: 'value', value: { blocks, suspects } };
}

/** Where two nodes contradict each other about a range, every block of it is asked for by its hash. */
async function provenRange(
  terms: LogTerms,
  headers: readonly BlockHeader[],
  signal: AbortSignal,
): Promise<FoundRange | undefined> {
  const blocks: (readonly BlockLog[])[] = [];
  for (const header of headers) {
    const reply = await fetchLogs(terms, header, signal);
    if (reply.kind !== 'value') return undefined;
    blocks.push(reply.value);
  }
  return { blocks, suspects: [] };
}
