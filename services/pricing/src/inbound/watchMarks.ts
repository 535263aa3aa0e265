import { isEvent, partitionOf } from '@gimbal/contracts';
import { MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import type { WatchMarksRequest, WatchMarksResponse } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { EventLog } from '@gimbal/event-log';
import type { StageHost } from '@gimbal/projection';
import { type CallContext, RpcFailure, tailTopic, type TailedEvent, toPosition } from '@gimbal/runtime';
import { toFrame } from '../domain/frame/marksMessage.js';
import { markAt } from '../domain/latestMark.js';
import { listedInstruments } from '../domain/listedInstruments.js';
import type { PricingState } from '../domain/pricingState.js';
import { mergeStreams } from './mergeStreams.js';
import { refuseUnlisted } from './refuseUnlisted.js';
import { streamStarts } from './streamStarts.js';
import { toMark } from './toMark.js';

const MARK_TOPICS = ['marks.kept', 'marks.live'] as const;

/**
 * Kept and live frames as they are published, from the asked positions on (else from now on). A message is one record;
 * of a live frame it holds what differs from the kept frame before it. `mark_source` says whose mark it is; the model and
 * its inputs, in words, are told by GetMarks alone.
 */
export async function* watchMarks(
  host: StageHost<PricingState>,
  log: EventLog,
  request: WatchMarksRequest,
  call: CallContext,
): AsyncGenerator<WatchMarksResponse, void, undefined> {
  const partitionsOf = new Map(
    MARK_TOPICS.map((topic) => [topic as string, markPartitionsOf(host, topic, request.underlying)]),
  );
  if (request.from.length === 0) refuseUnlisted(host.state, request.underlying);
  const from = await streamStarts(log, request.from, partitionsOf);
  const tails = MARK_TOPICS.map((topic) =>
    tailTopic({
      log,
      topic,
      partitions: partitionsOf.get(topic)!,
      from: from.filter((place) => place.topic === topic),
      start: 'head',
      follow: true,
      tenant: call.principal.tenant,
      signal: call.signal,
    }),
  );
  for await (const { position, event } of mergeStreams<TailedEvent>(tails)) {
    if (!isEvent(event, MarksPublished)) continue;
    const { underlying, step, timeUs } = event.value;
    if (request.underlying !== '' && underlying !== request.underlying) continue;
    // The listings of a frame stand before it on its partition, but this reader may be ahead of the fold.
    await host.waitFor(position, call.signal);
    yield { position: toPosition(position), step, timeUs, marks: marksIn(host.state, event.value) };
  }
}

export function markPartitionsOf(host: StageHost<PricingState>, topic: string, underlying: string): number[] {
  const all = host.status.streams.filter((stream) => stream.topic === topic).map(({ partition }) => partition);
  if (all.length === 0) {
    throw new RpcFailure('UNAVAILABLE', 'Expected an owner of the marks, this instance stands by: ask another one.');
  }
  return underlying === '' ? all : [partitionOf(underlying, all.length)];
}

function marksIn(state: PricingState, message: MarksPublished): WatchMarksResponse['marks'] {
  const frame = toFrame(message);
  const listed = listedInstruments(state).get(message.underlying) ?? [];
  return [...frame.indexes].flatMap((index) => {
    const instrumentId = listed[index]?.instrumentId;
    const mark = markAt(frame, index);
    return instrumentId === undefined || mark === undefined ? [] : [toMark(instrumentId, mark)];
  });
}
