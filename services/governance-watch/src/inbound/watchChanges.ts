import { type Event, isEvent } from '@gimbal/contracts';
import { ChangeImpactAssessed, ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { WatchChangesRequest, WatchChangesResponse } from '@gimbal/contracts/governance/v1/governance_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type CallContext, fromPosition, RpcFailure, tailTopic, toPosition } from '@gimbal/runtime';
import type { GovernanceState } from '../domain/governanceState.js';

const TOPIC = 'governance';

/**
 * Changes, and what they do to the caller's own accounts, as they stand in the log: from the asked positions on, else
 * from now on. To resume, ask for the last position's offset + 1.
 */
export async function* watchChanges(
  host: StageHost<GovernanceState>,
  log: EventLog,
  request: WatchChangesRequest,
  call: CallContext,
): AsyncGenerator<WatchChangesResponse, void, undefined> {
  const partitions = host.status.streams.filter(({ topic }) => topic === TOPIC).map(({ partition }) => partition);
  if (partitions.length === 0) {
    throw new RpcFailure('UNAVAILABLE', 'Expected an owner of the changes, this instance stands by: ask another one.');
  }
  const from = request.from.map((position, i) => {
    const place = fromPosition(position);
    if (place?.topic === TOPIC && partitions.includes(place.partition)) return place;
    const message = `Expected a position of ${TOPIC}, was ${position.topic}/${position.partition}@${position.offset}.`;
    throw new RpcFailure('INVALID_ARGUMENT', message, { field: `from[${i}]` });
  });
  const { tenant } = call.principal;
  const tail = tailTopic({
    log,
    topic: TOPIC,
    partitions,
    from,
    start: 'head',
    follow: true,
    tenant,
    signal: call.signal,
  });
  for await (const { position, event } of tail) {
    const said = saidOf(event);
    // The tail leaves other tenants' records out by their header; the message says it again, and is held to it.
    if (said === undefined || (said.$case === 'impact' && said.value.tenant !== tenant)) continue;
    yield { position: toPosition(position), event: said };
  }
}

function saidOf(event: Event): WatchChangesResponse['event'] {
  if (isEvent(event, ParameterChangeUpdated)) return { $case: 'change', value: event.value };
  if (isEvent(event, ChangeImpactAssessed)) return { $case: 'impact', value: event.value };
  return undefined;
}
