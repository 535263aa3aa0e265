import { partitionOf } from '@gimbal/contracts';
import type { WatchExecutionRequest, WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { EventLog } from '@gimbal/event-log';
import { type CallContext, fromPosition, RpcFailure, tailTopic, toPosition } from '@gimbal/runtime';
import type { PortfolioRow } from '../domain/executionState.js';
import { rootPortfolioOfKey } from '../domain/rowKeys.js';
import { watchedEvent } from './watchedEvent.js';

/**
 * What execution says about one portfolio, about its whole tree for a root, from an offset on or from now on. To
 * resume, ask for the last position's offset + 1.
 */
export async function* watchExecution(
  log: EventLog,
  partitionCount: number,
  { rootKey, portfolioId }: PortfolioRow,
  request: WatchExecutionRequest,
  call: CallContext,
): AsyncGenerator<WatchExecutionResponse, void, undefined> {
  const partition = partitionOf(rootKey, partitionCount);
  const isRoot = rootPortfolioOfKey(rootKey) === portfolioId;
  const tail = tailTopic({
    log,
    topic: 'execution',
    partitions: [partition],
    from: startOf(partition, request.fromOffset),
    start: 'head',
    follow: true,
    tenant: call.principal.tenant,
    signal: call.signal,
  });
  for await (const { position, event, envelope } of tail) {
    // Others share the partition: a portfolio is known by its key and its id.
    const said = envelope.key === rootKey ? watchedEvent(event) : undefined;
    if (said !== undefined && (isRoot || said.value.portfolioId === portfolioId)) {
      yield { position: toPosition(position), event: said };
    }
  }
}

function startOf(partition: number, fromOffset: bigint | undefined): { partition: number; offset: number }[] {
  if (fromOffset === undefined) return [];
  const place = fromPosition({ topic: 'execution', partition, offset: fromOffset });
  if (place !== undefined) return [place];
  throw new RpcFailure('INVALID_ARGUMENT', `Expected an offset of the stream, was ${fromOffset}.`, {
    field: 'from_offset',
  });
}
