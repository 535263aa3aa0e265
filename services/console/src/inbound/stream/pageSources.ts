import type { WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';
import type { WatchChangesResponse } from '@gimbal/contracts/governance/v1/governance_service';
import type { Position } from '@gimbal/contracts/log/v1/log';
import type { WatchMarksResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { WatchExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { bearer } from '@gimbal/runtime';
import { jsonOf } from '../../domain/jsonOf.js';
import { positionText, type StreamPosition } from '../../domain/positionText.js';
import type { ServiceClients } from '../../outbound/serviceClients.js';
import type { EventSink } from './eventSink.js';
import type { Source } from './followSource.js';

export interface PageStream {
  readonly clients: ServiceClients;
  readonly sink: EventSink;
  readonly token: string;
  readonly portfolioId: string;
  /** The first offsets that the page has not had, by topic and partition. */
  readonly from: readonly StreamPosition[];
}

/** Every stream stands at its next position, and is opened again from there. */
class Places {
  private readonly next = new Map<string, StreamPosition>();

  constructor(from: readonly StreamPosition[]) {
    for (const place of from) this.next.set(`${place.topic}/${place.partition}`, place);
  }

  passed(position: Position | undefined): string {
    if (position === undefined) return '';
    const { topic, partition, offset } = position;
    this.next.set(`${topic}/${partition}`, { topic, partition, offset: offset + 1n });
    return positionText(position);
  }

  of(...topics: readonly string[]): StreamPosition[] {
    return [...this.next.values()].filter(({ topic }) => topics.includes(topic));
  }
}

export function exposureSource({ clients, sink, token, portfolioId, from }: PageStream): Source<WatchExposureResponse> {
  const places = new Places(from);
  return {
    stream: 'exposure',
    service: 'risk',
    // A portfolio lives in one partition.
    open: () =>
      clients.risk.watchExposure({ portfolioId, fromOffset: places.of('exposure')[0]?.offset }, bearer(token)),
    take: (message) => sink.send('exposure', jsonOf(message), places.passed(message.position)),
  };
}

/** From the first event unless the page says otherwise: what was declined and refused is in no list. */
export function executionSource({
  clients,
  sink,
  token,
  portfolioId,
  from,
}: PageStream): Source<WatchExecutionResponse> {
  const places = new Places(from);
  return {
    stream: 'execution',
    service: 'execution',
    open: () =>
      clients.execution.watchExecution(
        { portfolioId, fromOffset: places.of('execution')[0]?.offset ?? 0n },
        bearer(token),
      ),
    take: (message) => sink.send('execution', jsonOf(message), places.passed(message.position)),
  };
}

export function governanceSource({ clients, sink, token, from }: PageStream): Source<WatchChangesResponse> {
  const places = new Places(from);
  return {
    stream: 'governance',
    service: 'governance',
    open: () => clients.governance.watchChanges({ from: places.of('governance') }, bearer(token)),
    take: (message) => sink.send('governance', jsonOf(message), places.passed(message.position)),
  };
}

export function marksSource({ clients, sink, token, from }: PageStream): Source<WatchMarksResponse> {
  const places = new Places(from);
  return {
    stream: 'marks',
    service: 'pricing',
    open: () =>
      clients.pricing.watchMarks({ underlying: '', from: places.of('marks.kept', 'marks.live') }, bearer(token)),
    take: (message) => sink.send('marks', jsonOf(message), places.passed(message.position)),
  };
}
