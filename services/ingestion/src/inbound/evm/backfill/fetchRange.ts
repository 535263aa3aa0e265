import type { BlockHeader } from '../blocks/blockHeader.js';
import type { BlockLog } from '../blocks/blockLog.js';
import { fetchHeaderRange } from '../blocks/fetchHeaders.js';
import type { LogTerms } from '../blocks/fetchLogs.js';
import type { Reply } from '../endpoints/question.js';
import { inOrder } from '../follow/inOrder.js';
import { BATCH_CALLS_MAX, BATCHES_IN_FLIGHT_MAX } from '../limits.js';
import { fetchLogRange } from './fetchLogRange.js';

export interface FetchedBlock {
  readonly header: BlockHeader;
  readonly logs: readonly BlockLog[];
}

/** Headers and logs of blocks `from` to `to` as the chain stands, each the parent of the next. */
export async function fetchRange(
  terms: LogTerms,
  from: bigint,
  to: bigint,
  signal: AbortSignal,
): Promise<Reply<readonly FetchedBlock[]>> {
  const starts: bigint[] = [];
  for (let start = from; start <= to; start += BigInt(BATCH_CALLS_MAX)) starts.push(start);
  const lastOf = (start: bigint): bigint => {
    const last = start + BigInt(BATCH_CALLS_MAX) - 1n;
    return last < to ? last : to;
  };
  const headers: BlockHeader[] = [];
  const fetched = inOrder(starts, BATCHES_IN_FLIGHT_MAX - 1, (start) =>
    fetchHeaderRange(terms, start, lastOf(start), signal),
  );
  for await (const reply of fetched) {
    if (reply.kind !== 'value') return reply;
    const before = headers.at(-1);
    if (before !== undefined && before.hash !== reply.value[0]!.parentHash) return { kind: 'absent' };
    headers.push(...reply.value);
  }
  const logs = await fetchLogRange(terms, headers, signal);
  if (logs.kind !== 'value') return logs;
  return { kind: 'value', value: headers.map((header, place) => ({ header, logs: logs.value[place]! })) };
}
