import { createHash } from 'node:crypto';
import type { Endpoint } from '../endpoints/endpoint.js';
import type { Reading, Reply } from '../endpoints/question.js';
import { SAMPLE_EVERY_BLOCKS } from '../limits.js';
import type { RpcAnswer } from '../rpc/rpcClient.js';
import type { BlockHeader } from './blockHeader.js';
import { type BlockLog, blockLog } from './blockLog.js';
import { checkLogs, saysUnknownBlock } from './checkLogs.js';
import { logText } from './distinctLogs.js';
import type { HeaderTerms } from './fetchHeaders.js';
import { logsBloom } from './logsBloom.js';
import { provenLogs } from './provenLogs.js';
import type { WatchedAddresses } from './watchedAddresses.js';

export interface LogTerms extends HeaderTerms {
  readonly watched: WatchedAddresses;
}

interface Found {
  readonly logs: readonly BlockLog[];
  readonly suspect: boolean;
}

/**
 * All logs of watched addresses in the block of this hash. Nobody is asked when the header's bloom rules them out; a second
 * node is asked where the quorum says so, and for a sample of blocks where one is enough.
 */
export async function fetchLogs(
  terms: LogTerms,
  header: BlockHeader,
  signal: AbortSignal,
): Promise<Reply<readonly BlockLog[]>> {
  const { pool, watched, ethereumHeaders } = terms;
  if (watched.list.length === 0) return { kind: 'value', value: [] };
  if (ethereumHeaders && watched.maybeIn(logsBloom(header.logsBloom)).length === 0) return { kind: 'value', value: [] };
  const sampled = pool.quorum === 1 && isSample(header);
  const truth = async (): Promise<Found | undefined> => {
    const logs = ethereumHeaders ? await provenLogs(pool, header, watched, signal) : undefined;
    return logs === undefined ? undefined : { logs, suspect: false };
  };
  const reply = await pool.ask<Found>(
    {
      calls: [{ method: 'eth_getLogs', params: [{ blockHash: header.hash, address: watched.list }] }],
      read: ([answer], endpoint) => readLogs(answer!, endpoint, terms, header),
      prove: async (found) => {
        const proven = found.suspect ? await truth() : undefined;
        if (proven === undefined || digestOf(proven) === digestOf(found)) return { kind: 'value', value: found };
        const detail = `Expected ${proven.logs.length} logs of block ${header.number}, had ${found.logs.length}.`;
        return { kind: 'wrong', reason: 'quorum', detail };
      },
      digest: digestOf,
      voices: sampled ? 2 : pool.quorum,
      sampled,
      settle: truth,
    },
    signal,
  );
  return reply.kind === 'value' ? { kind: 'value', value: reply.value.logs } : reply;
}

/** Chosen by the hash, so that no node can know which of its answers are compared before the block is there. */
export function isSample({ hash }: BlockHeader): boolean {
  return BigInt(hash) % BigInt(SAMPLE_EVERY_BLOCKS) === 0n;
}

function readLogs(answer: RpcAnswer, endpoint: Endpoint, terms: LogTerms, header: BlockHeader): Reading<Found> {
  if (!answer.ok) return saysUnknownBlock(answer) ? { kind: 'absent' } : { kind: 'unable', detail: answer.message };
  if (!Array.isArray(answer.result)) {
    return { kind: 'wrong', reason: 'refused', detail: 'Expected a list of logs, was something else.' };
  }
  const checked = checkLogs(answer.result.map(blockLog), header, terms.watched, terms.ethereumHeaders);
  if (checked.kind === 'wrong') return { kind: 'wrong', reason: 'quorum', detail: checked.detail };
  noteRepeated(endpoint, checked.repeated);
  return { kind: 'value', value: checked };
}

/** Repeated logs are dropped, and said until an answer comes without. */
export function noteRepeated(endpoint: Endpoint, repeated: number): void {
  if (repeated === 0) endpoint.recovered('duplicates');
  else endpoint.warned('duplicates', `Expected each log once, had ${repeated} again.`);
}

function digestOf({ logs }: Found): string {
  return logsDigest(logs);
}

export function logsDigest(logs: readonly BlockLog[]): string {
  const hash = createHash('sha256');
  for (const log of logs) hash.update(logText(log)).update('\n');
  return hash.digest('hex');
}
