import { isEvent } from '@gimbal/contracts';
import { SliceRefused, SurfaceFitted } from '@gimbal/contracts/pricing/v1/mark_events';
import type { WatchSurfaceRequest, WatchSurfaceResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type CallContext, tailTopic, toPosition } from '@gimbal/runtime';
import type { PricingState } from '../domain/pricingState.js';
import { refuseUnlisted } from './refuseUnlisted.js';
import { streamStarts } from './streamStarts.js';
import { markPartitionsOf } from './watchMarks.js';

const TOPIC = 'marks.kept';

/** Surfaces and refused slices as they are published, from the asked positions on (else from now on), a record a message. */
export async function* watchSurface(
  host: StageHost<PricingState>,
  log: EventLog,
  request: WatchSurfaceRequest,
  call: CallContext,
): AsyncGenerator<WatchSurfaceResponse, void, undefined> {
  const { underlying, venue } = request;
  const partitions = markPartitionsOf(host, TOPIC, underlying);
  if (request.from.length === 0) refuseUnlisted(host.state, underlying);
  const from = await streamStarts(log, request.from, new Map([[TOPIC, partitions]]));
  const records = tailTopic({
    log,
    topic: TOPIC,
    partitions,
    from,
    start: 'head',
    follow: true,
    tenant: call.principal.tenant,
    signal: call.signal,
  });
  const isWanted = (one: { readonly underlying: string; readonly venue: string }): boolean =>
    (underlying === '' || one.underlying === underlying) && (venue === '' || one.venue === venue);
  for await (const { position, event } of records) {
    const place = toPosition(position);
    if (isEvent(event, SurfaceFitted) && isWanted(event.value)) {
      yield { position: place, fitted: event.value, refused: undefined };
    } else if (isEvent(event, SliceRefused) && isWanted(event.value)) {
      yield { position: place, fitted: undefined, refused: event.value };
    }
  }
}
