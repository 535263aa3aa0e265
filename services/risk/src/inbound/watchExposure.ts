import { type Event, isEvent, partitionOf } from '@gimbal/contracts';
import {
  BreachClosed,
  BreachOpened,
  ExposureCalculated,
  MarginCallCleared,
  MarginCallRaised,
  WaiverExpired,
  PnlExplained,
  PnlIncidentOpened,
} from '@gimbal/contracts/risk/v1/exposure_events';
import type { WatchExposureRequest, WatchExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { EventLog } from '@gimbal/event-log';
import { type CallContext, fromPosition, RpcFailure, tailTopic, toPosition } from '@gimbal/runtime';
import type { PortfolioRow } from '../domain/riskState.js';

/**
 * Official exposures, breaches, margin calls and P&L of one portfolio as they stand in the log, from an offset on or from
 * now on. To resume, ask for the last position's offset + 1.
 */
export async function* watchExposure(
  log: EventLog,
  partitionCount: number,
  portfolio: PortfolioRow,
  request: WatchExposureRequest,
  call: CallContext,
): AsyncGenerator<WatchExposureResponse, void, undefined> {
  const { rootKey, portfolioId } = portfolio;
  const partition = partitionOf(rootKey, partitionCount);
  const from = startOf(partition, request.fromOffset);
  const tail = tailTopic({
    log,
    topic: 'exposure',
    partitions: [partition],
    from,
    start: 'head',
    follow: true,
    tenant: call.principal.tenant,
    signal: call.signal,
  });
  for await (const { position, event, envelope } of tail) {
    // Others share the partition: a portfolio is known by its key and its id, whatever the tenant of the record.
    const said = envelope.key === rootKey ? saidOf(event) : undefined;
    if (said !== undefined && said.value.portfolioId === portfolioId)
      yield { position: toPosition(position), event: said };
  }
}

function startOf(partition: number, fromOffset: bigint | undefined): { partition: number; offset: number }[] {
  if (fromOffset === undefined) return [];
  const place = fromPosition({ topic: 'exposure', partition, offset: fromOffset });
  if (place !== undefined) return [place];
  throw new RpcFailure('INVALID_ARGUMENT', `Expected an offset of the stream, was ${fromOffset}.`, {
    field: 'from_offset',
  });
}

function saidOf(event: Event): WatchExposureResponse['event'] {
  if (isEvent(event, ExposureCalculated)) return { $case: 'exposure', value: event.value };
  if (isEvent(event, BreachOpened)) return { $case: 'breachOpened', value: event.value };
  if (isEvent(event, BreachClosed)) return { $case: 'breachClosed', value: event.value };
  if (isEvent(event, MarginCallRaised)) return { $case: 'marginCallRaised', value: event.value };
  if (isEvent(event, MarginCallCleared)) return { $case: 'marginCallCleared', value: event.value };
  if (isEvent(event, WaiverExpired)) return { $case: 'waiverExpired', value: event.value };
  if (isEvent(event, PnlExplained)) return { $case: 'pnlExplained', value: event.value };
  if (isEvent(event, PnlIncidentOpened)) return { $case: 'pnlIncidentOpened', value: event.value };
  return undefined;
}
