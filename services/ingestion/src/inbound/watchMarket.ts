import { codecOf, eventTypesOf } from '@gimbal/contracts';
import type { WatchMarketRequest, WatchMarketResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type CallContext, RpcFailure, tailTopic } from '@gimbal/runtime';
import type { IngestionState } from '../domain/ingestionState.js';

const marketTypes: ReadonlySet<string> = new Set(eventTypesOf('market').map((codec) => codec.$type));

/**
 * Market events as JSON from an offset of each partition on, or from the heads. An offset beyond a head is that head,
 * since partitions differ in length and the request has one offset for all.
 */
export async function* watchMarket(
  host: StageHost<IngestionState>,
  log: EventLog,
  request: WatchMarketRequest,
  call: CallContext,
): AsyncIterable<WatchMarketResponse> {
  const partitions = host.status.streams.filter(({ topic }) => topic === 'market').map(({ partition }) => partition);
  if (partitions.length === 0)
    throw new RpcFailure('UNAVAILABLE', 'Expected the market partitions to be open, they are not yet.');
  const from = request.fromHead ? [] : await starts(log, partitions, request.fromOffset);
  const tail = tailTopic({
    log,
    topic: 'market',
    partitions,
    from,
    start: 'head',
    follow: true,
    tenant: call.principal.tenant,
    signal: call.signal,
  });
  for await (const { position, event } of tail) {
    if (!marketTypes.has(event.type)) continue;
    yield {
      partition: position.partition,
      offset: BigInt(position.offset),
      type: event.type,
      json: JSON.stringify(codecOf(event.type)?.toJSON(event.value)),
    };
  }
}

async function starts(
  log: EventLog,
  partitions: readonly number[],
  fromOffset: bigint,
): Promise<{ partition: number; offset: number }[]> {
  return Promise.all(
    partitions.map(async (partition) => {
      const place = { topic: 'market', partition };
      const [first, head] = [await log.firstOffset(place), await log.head(place)];
      const wanted = fromOffset > BigInt(head) ? head : Number(fromOffset);
      return { partition, offset: Math.max(first, wanted) };
    }),
  );
}
